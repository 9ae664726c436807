NAME          FIX
ROWS
 N  OBJ
 L  MY ROW
 E  EQ
COLUMNS
    MARKER                 'MARKER'                 'INTORG'
    A COL     OBJ                1.0   MY ROW             1.0
    MARKER                 'MARKER'                 'INTEND'
    B COL     OBJ               -1.0   EQ                 2.0
RHS
    RHS       MY ROW             4.0   EQ                 3.0
RANGES
    RNG       MY ROW             2.0   EQ                -1.0
BOUNDS
 UP BND       A COL              4.0
 UP BND       B COL             -2.0
QMATRIX
    A COL     A COL              2.0
    A COL     B COL              0.5
    B COL     A COL              0.5
ENDATA
