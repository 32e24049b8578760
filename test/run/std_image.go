// uses: image, image/color, image/color/palette, image/draw, image/gif, image/jpeg, image/png
package main

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func sum(m image.Image) uint32 {
	h := crc32.NewIEEE()
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, a := m.At(x, y).RGBA()
			h.Write([]byte{byte(r >> 8), byte(g >> 8), byte(bl >> 8), byte(a >> 8)})
		}
	}
	return h.Sum32()
}

func main() {
	m := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for y := range 48 {
		for x := range 64 {
			m.Set(x, y, color.NRGBA{uint8(x * 4), uint8(y * 5), uint8(x ^ y), uint8(255 - x)})
		}
	}
	draw.Draw(m, image.Rect(10, 10, 40, 30), image.NewUniform(color.RGBA{200, 0, 0, 128}), image.Point{}, draw.Over)
	fmt.Println(m.Bounds(), m.At(20, 20), sum(m), m.Opaque())
	sub := m.SubImage(image.Rect(5, 5, 25, 25))
	fmt.Println(sub.Bounds(), sum(sub))
	var b bytes.Buffer
	check(png.Encode(&b, m))
	fmt.Println("png", b.Len(), crc32.ChecksumIEEE(b.Bytes()))
	cfg, name, err := image.DecodeConfig(bytes.NewReader(b.Bytes()))
	fmt.Println(cfg.Width, cfg.Height, cfg.ColorModel == color.NRGBAModel, name, err)
	back, name, err := image.Decode(&b)
	check(err)
	fmt.Println(name, sum(back), fmt.Sprintf("%T", back))

	pal := image.NewPaletted(m.Bounds(), palette.Plan9)
	draw.FloydSteinberg.Draw(pal, m.Bounds(), m, image.Point{})
	fmt.Println(sum(pal), len(palette.WebSafe), pal.ColorIndexAt(3, 3))
	second := image.NewPaletted(m.Bounds(), palette.WebSafe)
	draw.Draw(second, m.Bounds(), m, image.Pt(8, 8), draw.Src)
	b.Reset()
	check(gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{pal, second}, Delay: []int{10, 20}, LoopCount: 3}))
	fmt.Println("gif", b.Len(), crc32.ChecksumIEEE(b.Bytes()))
	g, err := gif.DecodeAll(&b)
	check(err)
	fmt.Println(len(g.Image), g.Delay, g.LoopCount, sum(g.Image[0]) == sum(pal), sum(g.Image[1]))

	for _, q := range []int{10, 90} {
		b.Reset()
		check(jpeg.Encode(&b, m, &jpeg.Options{Quality: q}))
		j, err := jpeg.Decode(&b)
		check(err)
		yc := j.(*image.YCbCr)
		fmt.Println("jpeg", q, j.Bounds(), yc.SubsampleRatio, sum(j))
	}
	gray := image.NewGray16(image.Rect(-3, -2, 5, 6))
	draw.Draw(gray, gray.Bounds(), m, image.Pt(12, 12), draw.Src)
	fmt.Println(gray.At(0, 0), sum(gray))
	fmt.Println(color.RGBToYCbCr(10, 200, 30))
	fmt.Println(color.CMYKModel.Convert(color.RGBA{10, 20, 30, 255}), color.Palette(palette.WebSafe).Index(color.White))
	r := image.Rect(1, 2, 10, 20)
	fmt.Println(r.Intersect(image.Rect(5, 5, 30, 8)), r.Union(image.Rect(-1, 0, 1, 1)), r.Inset(3), image.Pt(3, 4).In(r), image.Pt(-7, 9).Mod(r), r.Overlaps(image.ZR))
	for _, bad := range []string{"", "\x89PNG\r\n\x1a\nxxxxxxxxxxxx", "GIF89a", "\xff\xd8\xff"} {
		_, _, err := image.Decode(strings.NewReader(bad))
		fmt.Println(err)
	}
}
