// uses: database/sql, database/sql/driver
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A driver with one table of (id, name) rows: "insert ? ?", "select", "fail".
type drv struct{ rows [][]driver.Value }
type conn struct{ d *drv }
type stmt struct {
	c *conn
	q string
}
type rows struct {
	d *drv
	i int
}
type tx struct {
	d    *drv
	undo int
}

func (d *drv) Open(name string) (driver.Conn, error) {
	if name == "bad" {
		return nil, errors.New("no such database")
	}
	return &conn{d}, nil
}
func (c *conn) Prepare(q string) (driver.Stmt, error) { return &stmt{c, q}, nil }
func (c *conn) Close() error                          { return nil }
func (c *conn) Begin() (driver.Tx, error)             { return &tx{c.d, len(c.d.rows)}, nil }
func (t *tx) Commit() error                           { return nil }
func (t *tx) Rollback() error                         { t.d.rows = t.d.rows[:t.undo]; return nil }
func (s *stmt) Close() error                          { return nil }
func (s *stmt) NumInput() int                         { return strings.Count(s.q, "?") }
func (s *stmt) Exec(args []driver.Value) (driver.Result, error) {
	if s.q == "fail" {
		return nil, errors.New("failed")
	}
	s.c.d.rows = append(s.c.d.rows, append([]driver.Value{}, args...))
	return driver.RowsAffected(1), nil
}
func (s *stmt) Query(args []driver.Value) (driver.Rows, error) { return &rows{s.c.d, 0}, nil }
func (r *rows) Columns() []string                              { return []string{"id", "name"} }
func (r *rows) Close() error                                   { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.i == len(r.d.rows) {
		return io.EOF
	}
	copy(dest, r.d.rows[r.i])
	r.i++
	return nil
}

type upper string

func (u upper) Value() (driver.Value, error) { return strings.ToUpper(string(u)), nil }
func (u *upper) Scan(v any) error            { *u = upper(fmt.Sprint("<", v, ">")); return nil }

func main() {
	sql.Register("mem", &drv{})
	fmt.Println(sql.Drivers())
	db, err := sql.Open("mem", "good")
	fmt.Println(err, db.Ping())
	for i, n := range []any{"ann", upper("bob"), nil, []byte("dan")} {
		res, err := db.Exec("insert ? ?", i, n)
		if err != nil {
			fmt.Println(err)
			continue
		}
		k, err := res.RowsAffected()
		_, err2 := res.LastInsertId()
		fmt.Println(k, err, err2)
	}
	_, err = db.Exec("insert ? ?", 1)
	fmt.Println(err)
	t, err := db.BeginTx(context.Background(), nil)
	_, err2 := t.Exec("insert ? ?", 9, "gone")
	fmt.Println(err, err2, t.Rollback(), t.Commit())
	rs, err := db.Query("select")
	fmt.Println(err)
	for rs.Next() {
		var id int
		var name sql.NullString
		if err := rs.Scan(&id, &name); err != nil {
			fmt.Println(err)
		}
		fmt.Println(id, name.Valid, name.String)
	}
	cols, _ := rs.Columns()
	fmt.Println(rs.Err(), cols)
	var id string
	var u upper
	fmt.Println(db.QueryRow("select").Scan(&id, &u), id, u)
	var n *int
	fmt.Println(db.QueryRow("select").Scan(&id, &n))
	_, err = db.Exec("fail")
	fmt.Println(err)
	bad, _ := sql.Open("mem", "bad")
	fmt.Println(bad.Ping())
	_, err = sql.Open("none", "")
	fmt.Println(err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = db.QueryContext(ctx, "select")
	fmt.Println(err, db.Close(), db.Stats().OpenConnections)
	v, err := driver.Bool.ConvertValue("true")
	fmt.Println(v, err)
}
