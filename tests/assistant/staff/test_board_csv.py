import pytest

from assistant.staff import board_csv


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_of_a_table_is_a_formula(start: str) -> None:
    assert board_csv.harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["", "1+1", "#2031-5", "福州市", "85.0"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert board_csv.harmless(cell) == cell
