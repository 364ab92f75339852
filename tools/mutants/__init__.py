"""Small faults, put into solutions or into the engine one at a time: what nothing notices is told.

python -m workbook mutants [STEP…]
python -m workbook mutants --engine [ROOM…]
"""
