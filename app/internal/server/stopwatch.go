package server

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

// bounds are those of a histogram's buckets, in seconds.
var bounds = [...]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// A stopwatch is a histogram as Prometheus has it. The metrics package's own has
// buckets that only its makers' database reads.
type stopwatch struct {
	buckets [len(bounds) + 1]atomic.Uint64 // of what is over the bound before; the last has none
	sum     atomic.Int64                   // nanoseconds
}

func (s *stopwatch) add(took time.Duration) {
	i, _ := slices.BinarySearch(bounds[:], took.Seconds())
	s.buckets[i].Add(1)
	s.sum.Add(int64(took))
}

// write writes the buckets in the order of their bounds, as the format wants
// them. The label is `route="/token"`, or "".
func (s *stopwatch) write(w io.Writer, name, label string) {
	comma, all := "", ""
	if label != "" {
		comma, all = ",", "{"+label+"}"
	}
	count := uint64(0)
	for i := range s.buckets {
		bound := "+Inf"
		if i < len(bounds) {
			bound = strconv.FormatFloat(bounds[i], 'g', -1, 64)
		}
		count += s.buckets[i].Load()
		fmt.Fprintf(w, "%s_bucket{%s%sle=%q} %d\n", name, label, comma, bound, count)
	}
	fmt.Fprintf(w, "%s_sum%s %g\n%s_count%s %d\n", name, all, time.Duration(s.sum.Load()).Seconds(), name, all, count)
}
