// uses: crypto, crypto/md5, crypto/sha1, crypto/sha256, crypto/sha3, crypto/sha512, crypto/hmac, crypto/hkdf, crypto/pbkdf2, crypto/subtle, hash, encoding/hex, encoding
package main

import (
	"bytes"
	"crypto"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"crypto/subtle"
	"encoding"
	"encoding/hex"
	"fmt"
	"hash"
)

func main() {
	data := bytes.Repeat([]byte("The quick brown fox jumps over the lazy dog. "), 37)
	fmt.Printf("%x\n%x\n", md5.Sum(data), sha1.Sum(data))
	fmt.Printf("%x\n%x\n", sha256.Sum256(data), sha256.Sum224(data))
	fmt.Printf("%x\n%x\n", sha512.Sum512(data), sha512.Sum512_256(data))
	fmt.Printf("%x\n%x\n", sha3.Sum256(data), sha3.Sum512(data))
	fmt.Printf("%x\n", sha3.SumSHAKE128(data, 50))
	x := sha3.NewCSHAKE256([]byte("n"), []byte("s"))
	x.Write(data)
	out := make([]byte, 40)
	x.Read(out)
	fmt.Println(hex.EncodeToString(out))
	for _, h := range []crypto.Hash{crypto.MD5, crypto.SHA1, crypto.SHA224, crypto.SHA256, crypto.SHA384, crypto.SHA512, crypto.SHA3_224, crypto.SHA3_384, crypto.SHA512_224, crypto.RIPEMD160} {
		if !h.Available() {
			fmt.Println(h, "is not available")
			continue
		}
		w := h.New()
		for i := 0; i < len(data); i += 13 {
			w.Write(data[i:min(i+13, len(data))])
		}
		fmt.Printf("%v %d %d %x\n", h, w.Size(), w.BlockSize(), w.Sum(nil)[:8])
	}
	mac := hmac.New(sha256.New, []byte("key"))
	mac.Write(data)
	sum := mac.Sum(nil)
	fmt.Printf("%x %v %v\n", sum, hmac.Equal(sum, sum), subtle.ConstantTimeCompare(sum, sum[1:]))
	k, err := hkdf.Key(sha256.New, []byte("secret"), []byte("salt"), "info", 42)
	fmt.Printf("%x %v\n", k, err)
	k, err = pbkdf2.Key(sha1.New, "password", []byte("salt"), 500, 20)
	fmt.Printf("%x %v\n", k, err)
	h := sha256.New()
	h.Write(data[:100])
	state, err := h.(encoding.BinaryMarshaler).MarshalBinary()
	fmt.Println(len(state), err)
	var h2 hash.Hash = sha256.New()
	fmt.Println(h2.(encoding.BinaryUnmarshaler).UnmarshalBinary(state))
	h.Write(data[100:])
	h2.Write(data[100:])
	fmt.Println(bytes.Equal(h.Sum(nil), h2.Sum(nil)))
	fmt.Println(subtle.ConstantTimeSelect(1, 10, 20), subtle.ConstantTimeLessOrEq(3, 2), subtle.XORBytes(out, data[:40], data[1:]))
	b, err := hex.DecodeString("0g")
	fmt.Println(b, err)
	fmt.Print(hex.Dump(data[:40]))
}
