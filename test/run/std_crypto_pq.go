// uses: crypto/fips140, crypto/hpke, crypto/mlkem, crypto/mlkem/mlkemtest
package main

import (
	"bytes"
	"crypto/ecdh"
	"crypto/fips140"
	"crypto/hpke"
	"crypto/mlkem"
	"crypto/mlkem/mlkemtest"
	"fmt"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	fmt.Println(fips140.Enabled())
	fips140.WithoutEnforcement(func() { fmt.Println(fips140.Enforced()) })
	seed := bytes.Repeat([]byte{3}, mlkem.SeedSize)
	dk, err := mlkem.NewDecapsulationKey768(seed)
	check(err)
	ek := dk.EncapsulationKey()
	fmt.Printf("%x %d\n", ek.Bytes()[:16], len(ek.Bytes()))
	shared, ct, err := mlkemtest.Encapsulate768(ek, bytes.Repeat([]byte{4}, 32))
	check(err)
	got, err := dk.Decapsulate(ct)
	check(err)
	fmt.Printf("%x %x %v\n", shared, ct[:16], bytes.Equal(shared, got))
	s2, c2 := ek.Encapsulate()
	g2, err := dk.Decapsulate(c2)
	fmt.Println(bytes.Equal(s2, g2), err)
	_, err = dk.Decapsulate(ct[1:])
	fmt.Println(err)
	dk2, err := mlkem.NewDecapsulationKey1024(seed)
	check(err)
	fmt.Printf("%x\n", dk2.EncapsulationKey().Bytes()[:16])

	for _, kem := range []hpke.KEM{hpke.DHKEM(ecdh.X25519()), hpke.MLKEM768X25519()} {
		k, err := kem.DeriveKeyPair(seed)
		check(err)
		fmt.Printf("%d %x\n", kem.ID(), k.PublicKey().Bytes()[:16])
		for _, aead := range []hpke.AEAD{hpke.AES256GCM(), hpke.ChaCha20Poly1305()} {
			sealed, err := hpke.Seal(k.PublicKey(), hpke.HKDFSHA256(), aead, []byte("info"), []byte("plain text"))
			check(err)
			plain, err := hpke.Open(k, hpke.HKDFSHA256(), aead, []byte("info"), sealed)
			fmt.Printf("%s %v\n", plain, err)
			_, err = hpke.Open(k, hpke.HKDFSHA256(), aead, []byte("other"), sealed)
			fmt.Println(err != nil)
		}
	}
}
