//go:build !amd64

package lanes

const wideBuild = false

const noWide = "lanes: this build has no wide form"

func combineWide(_, _ []float32, _ []uint16, _ []float32)       { panic(noWide) }
func axpyWide(_, _ []float32, _ float32)                        { panic(noWide) }
func add2Wide(_, _, _ []float32)                                { panic(noWide) }
func add3Wide(_, _, _, _ []float32)                             { panic(noWide) }
func add4Wide(_, _, _, _, _ []float32)                          { panic(noWide) }
func reluWide(_ []float32)                                      { panic(noWide) }
func dotWide(_, _ []float32) (a, b, c, d float32)               { panic(noWide) }
func recurWide(_, _, _, _ []float32)                            { panic(noWide) }
func addRowsWide(_ []int32, _ []int16, _ []uint32, _, _, _ int) { panic(noWide) }
