* a comment
NAME          every section
OBJSENSE
    MAX
ROWS
 N  cost
 L  lim1
 G  lim2
 E  eq
 N  spare
 L  quad
 G  when
COLUMNS
    x         cost         1.0   lim1         1.0
    x         lim2         1.0
    MARKER                 'MARKER'                 'INTORG'
    b         lim1         1.0
    n         lim2         2.0   eq           1.0
    MARKER                 'MARKER'                 'INTEND'
    y         eq          -1.0   spare        1.0
    z         quad         1.0   when         1.0
    s         cost         1.0
    t         cost         1.0
RHS
    rhs       lim1         4.0   lim2         1.0
    rhs       cost        -2.5   eq           7.0
RANGES
    rng       lim1         2.5   eq          -3.0
BOUNDS
 UP bnd       x            4.0
 LO bnd       n           -1
 UP bnd       y           -2.0
 MI bnd       z
 SC bnd       s            8
 LI bnd       t            2
 SC bnd       t            1e30
QUADOBJ
    x         x            2.0
    x         y           -1.0
QCMATRIX   quad
    x         x            1.0
    x         z            0.5
    z         x            0.5
SOS
 S2 SOS       pair
    SOS       x            1
    SOS       y            2
INDICATORS
 IF when      b            0
ENDATA
