package big

// The vector kernels: portable code, which the compiler may replace by its own (src/wasm/kernels).

func addVV(z, x, y []Word) Word                 { return addVV_g(z, x, y) }
func subVV(z, x, y []Word) Word                 { return subVV_g(z, x, y) }
func lshVU(z, x []Word, s uint) Word            { return lshVU_g(z, x, s) }
func rshVU(z, x []Word, s uint) Word            { return rshVU_g(z, x, s) }
func mulAddVWW(z, x []Word, m, a Word) Word     { return mulAddVWW_g(z, x, m, a) }
func addMulVVWW(z, x, y []Word, m, a Word) Word { return addMulVVWW_g(z, x, y, m, a) }
