// uses: crypto/aes, crypto/cipher, crypto/des, crypto/rc4, crypto/rand
package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/rand"
	"crypto/rc4"
	"fmt"
	"io"
	"math/big"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func modes(name string, b cipher.Block) {
	plain := bytes.Repeat([]byte("0123456789abcdef"), 9)
	iv := bytes.Repeat([]byte{7}, b.BlockSize())
	enc := make([]byte, len(plain))
	cipher.NewCBCEncrypter(b, iv).CryptBlocks(enc, plain)
	dec := make([]byte, len(plain))
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(dec, enc)
	fmt.Printf("%s cbc %x %v\n", name, enc[len(enc)-8:], bytes.Equal(dec, plain))
	cipher.NewCTR(b, iv).XORKeyStream(enc, plain)
	cipher.NewCTR(b, iv).XORKeyStream(dec, enc)
	fmt.Printf("%s ctr %x %v\n", name, enc[len(enc)-8:], bytes.Equal(dec, plain))
	cipher.NewOFB(b, iv).XORKeyStream(enc, plain)
	fmt.Printf("%s ofb %x\n", name, enc[len(enc)-8:])
	cipher.NewCFBEncrypter(b, iv).XORKeyStream(enc, plain)
	cipher.NewCFBDecrypter(b, iv).XORKeyStream(dec, enc)
	fmt.Printf("%s cfb %x %v\n", name, enc[len(enc)-8:], bytes.Equal(dec, plain))
}

func main() {
	key := []byte("0123456789abcdef0123456789abcdef")
	for _, n := range []int{16, 24, 32} {
		b, err := aes.NewCipher(key[:n])
		check(err)
		modes(fmt.Sprint("aes", n*8), b)
		g, err := cipher.NewGCM(b)
		check(err)
		nonce := key[:g.NonceSize()]
		sealed := g.Seal(nil, nonce, []byte("a secret of odd length."), []byte("extra"))
		fmt.Printf("gcm %x\n", sealed)
		open, err := g.Open(nil, nonce, sealed, []byte("extra"))
		fmt.Printf("%s %v\n", open, err)
		sealed[3] ^= 1
		_, err = g.Open(nil, nonce, sealed, []byte("extra"))
		fmt.Println(err)
	}
	_, err := aes.NewCipher(key[:5])
	fmt.Println(err)
	d, err := des.NewCipher(key[:8])
	check(err)
	modes("des", d)
	d, err = des.NewTripleDESCipher(key[:24])
	check(err)
	modes("3des", d)
	r, err := rc4.NewCipher(key[:7])
	check(err)
	out := make([]byte, 30)
	r.XORKeyStream(out, out)
	fmt.Printf("rc4 %x\n", out)
	var a, b [32]byte
	n, err := io.ReadFull(rand.Reader, a[:])
	rand.Read(b[:])
	fmt.Println(n, err, a != b, len(rand.Text()))
	p, err := rand.Prime(rand.Reader, 64)
	fmt.Println(p.BitLen(), p.ProbablyPrime(20), err)
	i, err := rand.Int(rand.Reader, big.NewInt(10))
	fmt.Println(i.Cmp(big.NewInt(10)) < 0, err)
	s := cipher.StreamReader{S: cipher.NewCTR(d, key[:8]), R: bytes.NewReader(make([]byte, 10))}
	all, err := io.ReadAll(s)
	fmt.Printf("%x %v\n", all, err)
	func() {
		defer func() { fmt.Println(recover()) }()
		cipher.NewCBCEncrypter(d, key[:3])
	}()
}
