package sig

// These mark a binary by the symbols that it contains; they do nothing.

func BoringCrypto()   {}
func FIPSOnly()       {}
func StandardCrypto() {}
