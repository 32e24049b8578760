package b

var Lines []string

func Log(s string) { Lines = append(Lines, s) }

type Named struct{ name string }

func init() { Log("b init") }

func (n Named) Name() string { return "named " + n.name }
func MakeNamed(s string) Named { return Named{s} }
