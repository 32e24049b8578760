// uses: reflect
// Methods found by reflection are called with their receiver as the first argument: signatures that no function type has.
package main

import (
	"fmt"
	"reflect"
)

type point struct{ x, y int }

func (p point) Dist(scale int) int                   { return p.x*p.x*scale + p.y*p.y*scale }
func (p point) Name(s string, f float32) string      { return fmt.Sprint(s, p.x, f) }
func (p *point) Move(dx int8, b bool) (point, error) { p.x += int(dx); return *p, nil }

func main() {
	for _, v := range []any{point{3, 4}, &point{5, 6}} {
		t := reflect.TypeOf(v)
		for m := range t.Methods() {
			args := []reflect.Value{reflect.ValueOf(v)}
			for i := 1; i < m.Type.NumIn(); i++ {
				switch m.Type.In(i).Kind() {
				case reflect.String:
					args = append(args, reflect.ValueOf("s"))
				case reflect.Bool:
					args = append(args, reflect.ValueOf(true))
				default:
					args = append(args, reflect.ValueOf(7).Convert(m.Type.In(i)))
				}
			}
			for _, r := range m.Func.Call(args) {
				fmt.Println(t, m.Name, m.Type, r)
			}
		}
	}
}
