"""Times tsdownsample on the rows of two files; prints its figures as JSON."""

import json
import sys
import time

import numpy
import tsdownsample

times_path, values_path, m4_points, budget = sys.argv[1:]
times = numpy.fromfile(times_path, dtype=numpy.int64)
values = numpy.fromfile(values_path, dtype=numpy.float64)


def best_ms(downsampler, points, rounds=7):
    """The best of some rounds, as its own benchmarks report, and what it chose."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        chosen = downsampler.downsample(times, values, n_out=points)
        took.append(time.perf_counter() - start)
    return min(took) * 1e3, chosen


m4_ms, chosen = best_ms(tsdownsample.M4Downsampler(), int(m4_points))
lttb_ms, _ = best_ms(tsdownsample.LTTBDownsampler(), int(budget))
min_max_lttb_ms, _ = best_ms(tsdownsample.MinMaxLTTBDownsampler(), int(budget))
json.dump(
    {
        "m4_ms": m4_ms,
        "lttb_ms": lttb_ms,
        "min_max_lttb_ms": min_max_lttb_ms,
        "m4_times_us": sorted({int(time_us) for time_us in times[chosen]}),
    },
    sys.stdout,
)
