// Comparing and searching bytes, eight at a time.

package bytealg

import (
	"internal/runtime/sys"
	"unsafe"
)

// Compare compares byte slices: -1, 0, 1.
func Compare(a, b []byte) int {
	return compare(unsafe.Pointer(unsafe.SliceData(a)), len(a), unsafe.Pointer(unsafe.SliceData(b)), len(b))
}

// CompareString compares strings.
func CompareString(a, b string) int {
	return compare(unsafe.Pointer(unsafe.StringData(a)), len(a), unsafe.Pointer(unsafe.StringData(b)), len(b))
}

func compare(a unsafe.Pointer, alen int, b unsafe.Pointer, blen int) int {
	n := min(alen, blen)
	if a != b {
		i := 0
		for ; i+8 <= n; i += 8 {
			x, y := *(*uint64)(unsafe.Add(a, i)), *(*uint64)(unsafe.Add(b, i))
			if x != y {
				if sys.Bswap64(x) < sys.Bswap64(y) {
					return -1
				}
				return 1
			}
		}
		for ; i < n; i++ {
			x, y := *(*uint8)(unsafe.Add(a, i)), *(*uint8)(unsafe.Add(b, i))
			if x != y {
				if x < y {
					return -1
				}
				return 1
			}
		}
	}
	if alen < blen {
		return -1
	}
	if alen > blen {
		return 1
	}
	return 0
}

// IndexByte returns the index of the first c in b, or -1.
func IndexByte(b []byte, c byte) int {
	return indexByte(unsafe.Pointer(unsafe.SliceData(b)), len(b), c)
}

// IndexByteString returns the index of the first c in s, or -1.
func IndexByteString(s string, c byte) int {
	return indexByte(unsafe.Pointer(unsafe.StringData(s)), len(s), c)
}

func indexByte(p unsafe.Pointer, n int, c byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	pattern := uint64(c) * ones
	i := 0
	for ; i+8 <= n; i += 8 {
		// A byte of x is zero where the memory holds c; the lowest high bit of t marks the first such byte.
		x := *(*uint64)(unsafe.Add(p, i)) ^ pattern
		if t := (x - ones) &^ x & highs; t != 0 {
			return i + sys.TrailingZeros64(t)>>3
		}
	}
	for ; i < n; i++ {
		if *(*uint8)(unsafe.Add(p, i)) == c {
			return i
		}
	}
	return -1
}
