import pytest

from bench.figures import Spread, percentile


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 50.0), (0.95, 95.0), (0.951, 96.0), (0.99, 99.0), (1.0, 100.0)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile([float(n) for n in range(1, 101)], share) == value


def test_one_value_is_every_percentile() -> None:
    spread = Spread.of([7.0])

    assert (spread.n, spread.p50_ms, spread.p95_ms, spread.p99_ms, spread.worst_ms) == (1, 7.0, 7.0, 7.0, 7.0)


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="no values"):
        Spread.of([])
