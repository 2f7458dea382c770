"""Documents: a kept paper, opened from the chart."""
