// uses: crypto/dsa, crypto/ecdh, crypto/ecdsa, crypto/ed25519, crypto/elliptic, crypto/rsa
package main

import (
	"bytes"
	"crypto"
	"crypto/dsa"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	digest := sha256.Sum256([]byte("message"))
	seed := bytes.Repeat([]byte{9}, ed25519.SeedSize)
	priv := ed25519.NewKeyFromSeed(seed)
	sig := ed25519.Sign(priv, []byte("message"))
	pub := priv.Public().(ed25519.PublicKey)
	fmt.Printf("%x\n%v %v\n", sig, ed25519.Verify(pub, []byte("message"), sig), ed25519.Verify(pub, []byte("massage"), sig))

	for _, c := range []ecdh.Curve{ecdh.X25519(), ecdh.P256(), ecdh.P384()} {
		n := map[string]int{"X25519": 32, "P-256": 32, "P-384": 48}[fmt.Sprint(c)]
		a, err := c.NewPrivateKey(bytes.Repeat([]byte{1}, n))
		check(err)
		b, err := c.NewPrivateKey(bytes.Repeat([]byte{2}, n))
		check(err)
		s1, err := a.ECDH(b.PublicKey())
		check(err)
		s2, err := b.ECDH(a.PublicKey())
		check(err)
		fmt.Printf("%v %x %v\n", c, s1, bytes.Equal(s1, s2))
	}
	for _, curve := range []elliptic.Curve{elliptic.P224(), elliptic.P256(), elliptic.P521()} {
		k, err := ecdsa.GenerateKey(curve, rand.Reader)
		check(err)
		sig, err := ecdsa.SignASN1(rand.Reader, k, digest[:])
		check(err)
		ok := ecdsa.VerifyASN1(&k.PublicKey, digest[:], sig)
		sig[len(sig)-1] ^= 1
		x, y := curve.ScalarBaseMult([]byte{5})
		fmt.Println(curve.Params().Name, ok, ecdsa.VerifyASN1(&k.PublicKey, digest[:], sig), curve.IsOnCurve(x, y), x)
	}
	key := readRSA()
	fmt.Println(key.Validate(), key.N.BitLen(), key.E)
	s, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	check(err)
	fmt.Printf("%x %v\n", s[:16], rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, digest[:], s))
	s[0] ^= 1
	fmt.Println(rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, digest[:], s))
	c, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, &key.PublicKey, []byte("secret"), nil)
	check(err)
	p, err := rsa.DecryptOAEP(sha256.New(), nil, key, c, nil)
	fmt.Printf("%s %v\n", p, err)
	s, err = rsa.SignPSS(rand.Reader, key, crypto.SHA256, digest[:], nil)
	check(err)
	fmt.Println(rsa.VerifyPSS(&key.PublicKey, crypto.SHA256, digest[:], s, nil))

	var d dsa.PrivateKey
	d.P, _ = new(big.Int).SetString("A9B5B793FB4785793D246BAE77E8FF63CA52F442DA763C440259919FE1BC1D6065A9350637A04F75A2F039401D49F08E066C4D275A5A65DA5684BC563C14289D7AB8A67163BFBF79D85972619AD2CFF55AB0EE77A9002B0EF96293BDD0F42685EBB2C66C327079F6C98000FBCB79AACDE1BC6F9D5C7B1A97E3D9D54ED7951FEF", 16)
	d.Q, _ = new(big.Int).SetString("E1D3391245933D68A0714ED34BBCB7A1F422B9C1", 16)
	d.G, _ = new(big.Int).SetString("634364FC25248933D01D1993ECABD0657CC0CB2CEED7ED2E3E8AECDFCDC4A25C3B15E9E3B163ACA2984B5539181F3EFF1A5E8903D71D5B95DA4F27202B77D2C44B430BB53741A8D59A8F86887525C9F2A6A5980A195EAA7F2FF910064301DEF89D3AA213E1FAC7768D89365318E370AF54A112EFBA9246D9158386BA1B4EEFDA", 16)
	check(dsa.GenerateKey(&d, rand.Reader))
	r, sg, err := dsa.Sign(rand.Reader, &d, digest[:20])
	check(err)
	fmt.Println(dsa.Verify(&d.PublicKey, digest[:20], r, sg), dsa.Verify(&d.PublicKey, digest[1:21], r, sg))
}

func readRSA() *rsa.PrivateKey {
	b, _ := pem.Decode([]byte(rsaPEM))
	k, err := x509.ParsePKCS8PrivateKey(b.Bytes)
	check(err)
	return k.(*rsa.PrivateKey)
}

const rsaPEM = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCdgidpqWwlykAt
HtpwvlNtNyBg/B0bC/IunTL79Z+XailHsqZ7Gt1/bz3hC1+rbUrwp0Eph47t9rxz
yLO5jqUJu/VIU7m6S0Vprjy8gsl+60m0/gsZamynTjj9kipFaJLLnbDEc3mYxl+7
WlfKYiJKvkwZPOGCqCoKB61I8RTq1cRSMUjEULgdi619fm5SahawsxLqTypDiuG/
W3agW7ixsmgJ/9F0/lTWbSkoddiWw4tS9BoSG2xMy4TH3tss5IjuXZ8iCNzgZt7C
7z35EeI91+W/Hz8C/l7J9bNLGclYlZkVIbFgEHlQ/QRu23Y4jLJ1N3ugzO//7lTx
WWaYLnanAgMBAAECggEAMFjVqTjAgf8JYPAyA95f9EuyDCMG+hjaH1XQYwebk5oa
DrB3Kp1t9OJb/5qCpLeZA7KLLWi3RjLw2Kd4B1KSNSE1IpzUiyr0pQI/EWwh1mv5
hW1fUc9Zh6dalfcKM6DsQkTmj/6UCgGGPBd4kB48QW4VJMALxpPAx7Bgj920WnqE
uekJBUFQMDuzUmeckgPjcZZzRgeGiO+Oi2Vkf2kqJzUFiolMImc0phYF0RpuC8fI
NMNISX3YgvDTG9Cr0CUSCKRaeXjJLbPUqSNcK+QCdznKVUxnIgiUBc7xCFvfsCCe
k3rbeqpHvdijCaqI2+TyeBhNm1FozuuFzZ4j5B7mAQKBgQDYPsJbLhDkXYzXnVXA
ELdQLMjTxX1eNxeFM9Jbkj3gEpe80Dh8pD/WfxHgSQPMDtA4qjPluIJhVDwMTVs7
L+flqHInaIg5lMH2xt98lEoH0PWwF+FVx8UPWLtuZAzM0Ghk2srHA0rF691/n33h
+OJO3o1lNmz5drnwZ9c/r9OYpwKBgQC6dwqv8Ghqws2MJZ4YpK/jH5RJABHbuJYC
CGv1W3S81G+i5vkzqxcdpxg++hPehjwTraM/AsLaifsmY3hsr6wc0LJloxOBV89a
5k5wbBBd+DwrA2mOKNHPYh9ZftvdLoZ3kMmGc4d48Yd6WHKdWT2dyi5/aKZ5uQfX
zMjRkivyAQKBgQCmqmBDxFJyoAOgXvwrRvbyTUIPrkO87LstB87WkvUrkUjv1o/i
yPkGyfMuKThK+xPSyKOtJzMd7r1FQg3RpU+W+ufYpcFwl82S9J5lNymDsrLZoN4k
rg6ckGgNYgFXjj0XlmX5Uvk7aFnUNkngc2GBJhhWbMc60h3nQzFsPYjZOwKBgFDI
jCfHRuWh+f1SutjAWLdUkiDCV/pSUSMWVPdapQu+GZOA78wTvpMJNnbqTztj+pkn
7Aa7goG9r8Jk6+JihXWCcReZfDTYPyyJhMgt+TVM+3xDITMGukdXom9ah5SeuIEK
iFSorrOWKHS35wgGhqxa0KRASYeIwz4aKZKp+kIBAoGAV4h4R0NQVVCP7vD/YvsF
nFn7vE3WgA8YP+l39BXrySVl+QCdP2oRL808yY2W9/Zq9tEE6m7yeAAmrkSEe2xS
jokjxfbQYy3X0pzvidhejB8nHxfqnqLPlsuo6XGb1oQt+qEUgetV/uuFfHUIAk3H
yE8RDM+Lzf5iHUXbV6o1BB4=
-----END PRIVATE KEY-----
`
