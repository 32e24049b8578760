package time

import (
	"syscall"
	"unsafe"
)

var platformZoneSources = []string{
	"/usr/share/zoneinfo/",
	"/usr/share/lib/zoneinfo/",
	"/usr/lib/locale/TZ/",
	"/etc/zoneinfo",
}

//go:wasmimport gossamer timezone
func hostTimezone(p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer timezoneOffset
func hostTimezoneOffset() int32

// initLocal finds the local time zone: $TZ as on Unix; else /etc/localtime, else the zone that the host names, else the host's offset
// from UTC now.
func initLocal() {
	tz, ok := syscall.Getenv("TZ")
	if ok {
		if tz != "" && tz[0] == ':' {
			tz = tz[1:]
		}
		if tz != "" && tz[0] == '/' {
			if z, err := loadLocation(tz, []string{""}); err == nil {
				localLoc = *z
				localLoc.name = tz
				if tz == "/etc/localtime" {
					localLoc.name = "Local"
				}
				return
			}
		} else if tz != "" && tz != "UTC" {
			if z, err := loadLocation(tz, platformZoneSources); err == nil {
				localLoc = *z
				return
			}
		}
		localLoc.name = "UTC"
		return
	}
	if z, err := loadLocation("localtime", []string{"/etc"}); err == nil {
		localLoc = *z
		localLoc.name = "Local"
		return
	}
	var b [64]byte
	if n := hostTimezone(unsafe.Pointer(&b), int32(len(b))); n > 0 {
		if z, err := loadLocation(string(b[:n]), platformZoneSources); err == nil {
			localLoc = *z
			localLoc.name = "Local"
			return
		}
	}
	offset := int(hostTimezoneOffset())
	if offset == 0 {
		localLoc.name = "UTC"
		return
	}
	localLoc.name = "Local"
	localLoc.zone = []zone{{name: offsetName(offset), offset: offset}}
}

// offsetName is UTC+1, UTC-3:30, …
func offsetName(offset int) string {
	name := "UTC+"
	if offset < 0 {
		name, offset = "UTC-", -offset
	}
	minutes := offset / 60
	name += itoa(minutes / 60)
	if m := minutes % 60; m != 0 {
		name += ":" + itoa(m)
	}
	return name
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + itoa(n%10)
	}
	return string(rune('0' + n))
}
