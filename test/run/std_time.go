// uses: time, time/tzdata
package main

import (
	"fmt"
	"time"
	_ "time/tzdata"
)

func main() {
	t := time.Date(2024, time.February, 29, 23, 59, 59, 123456789, time.UTC)
	for _, l := range []string{time.ANSIC, time.RFC822Z, time.RFC1123, time.RFC3339Nano, time.Kitchen, time.StampMicro, "2006-002 Jan _2 15h 3PM .000 ,999 Z07:00:00 MST"} {
		fmt.Println(t.Format(l))
	}
	for _, n := range []string{"America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"} {
		l, err := time.LoadLocation(n)
		if err != nil {
			fmt.Println(err)
			continue
		}
		for _, m := range []time.Month{1, 7} {
			x := time.Date(2024, m, 15, 12, 0, 0, 0, time.UTC).In(l)
			name, off := x.Zone()
			fmt.Print(x, " ", name, off, x.IsDST(), "; ")
		}
		fmt.Println(time.Date(1935, 6, 1, 0, 0, 0, 0, l).UTC())
	}
	ny, _ := time.LoadLocation("America/New_York")
	fmt.Println(time.Date(2024, 3, 10, 2, 30, 0, 0, ny), time.Date(2024, 11, 3, 1, 30, 0, 0, ny).Add(time.Hour))
	_, err := time.LoadLocation("No/Where")
	fmt.Println(err)
	p, err := time.ParseInLocation("Jan 2 2006 3:04pm MST", "Jul 4 2023 9:05am EDT", ny)
	fmt.Println(p, err, p.Unix())
	for _, bad := range [][2]string{{time.RFC3339, "2024-02-30T00:00:00Z"}, {time.RFC3339, "2024-02-03"}, {"15:04", "25:00"}, {"Jan", "Foo"}} {
		_, err := time.Parse(bad[0], bad[1])
		fmt.Println(err)
	}
	for _, d := range []string{"1h15m30.918s", "-1.5h", "100us", "1d", "", ".5s", "9223372036854775807ns"} {
		fmt.Println(time.ParseDuration(d))
	}
	d := 90*time.Minute + 31*time.Second + 5*time.Millisecond
	fmt.Println(d, d.Round(time.Minute), d.Truncate(time.Hour), d.Hours(), d.Milliseconds(), time.Duration(1<<63-1))
	y, w := t.ISOWeek()
	fmt.Println(t.AddDate(1, 0, 0), t.AddDate(0, -1, -29), t.YearDay(), t.Weekday(), y, w, t.Truncate(time.Hour).Unix(), t.Sub(t.AddDate(-100, 0, 0)), t.Before(t.Add(1)), t.Compare(t), t.Equal(t.In(ny)))
	b, err := t.MarshalBinary()
	var u time.Time
	fmt.Println(u.UnmarshalBinary(b), u.Equal(t), err, u.IsZero(), time.Time{}, time.Unix(1<<35, 0).UTC(), time.UnixMilli(-1).UTC())
	start := time.Now()
	tm := time.NewTimer(time.Hour)
	fmt.Println(tm.Stop(), tm.Reset(time.Millisecond))
	<-tm.C
	tick := time.NewTicker(2 * time.Millisecond)
	for range 3 {
		<-tick.C
	}
	tick.Stop()
	done := make(chan string)
	time.AfterFunc(time.Millisecond, func() { done <- "after" })
	fmt.Println(<-done)
	select {
	case <-done:
	case <-time.After(3 * time.Millisecond):
		fmt.Println("timeout")
	}
	e := time.Since(start)
	fmt.Println(e >= 9*time.Millisecond, e < 5*time.Second, time.Now().After(start), start.Location())
}
