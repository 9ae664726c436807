NAME bert-huge-env-b-b16-s1-m16
ROWS
 N obj
 E one_0
 E one_1
 E one_2
 E one_3
 E one_4
 E one_5
 E one_6
 E one_7
 E one_8
 E one_9
 E one_10
 E one_11
 E one_12
 E one_13
 E one_14
 E one_15
 E one_16
 E one_17
 E one_18
 E one_19
 E one_20
 E one_21
 E one_22
 E one_23
 E one_24
 E one_25
 E one_26
 E one_27
 E one_28
 E one_29
 E one_30
 E one_31
 E one_32
 E one_33
 L memory_0
 E computation_0
 L max_0_0
COLUMNS
    MARKER 'MARKER' 'INTORG'
    X_0_0_0 one_0 1
    X_0_0_0 memory_0 7.672462339819998
    X_0_0_0 computation_0 9.210165251981225
    X_1_0_0 one_1 1
    X_1_0_0 memory_0 4.997286339241179
    X_1_0_0 computation_0 37.81273239518789
    X_2_0_0 one_2 1
    X_2_0_0 memory_0 4.997286339241179
    X_2_0_0 computation_0 37.81273239518789
    X_3_0_0 one_3 1
    X_3_0_0 memory_0 4.997286339241179
    X_3_0_0 computation_0 37.81273239518789
    X_4_0_0 one_4 1
    X_4_0_0 memory_0 4.997286339241179
    X_4_0_0 computation_0 37.81273239518789
    X_5_0_0 one_5 1
    X_5_0_0 memory_0 4.997286339241179
    X_5_0_0 computation_0 37.81273239518789
    X_6_0_0 one_6 1
    X_6_0_0 memory_0 4.997286339241179
    X_6_0_0 computation_0 37.81273239518789
    X_7_0_0 one_7 1
    X_7_0_0 memory_0 4.997286339241179
    X_7_0_0 computation_0 37.81273239518789
    X_8_0_0 one_8 1
    X_8_0_0 memory_0 4.997286339241179
    X_8_0_0 computation_0 37.81273239518789
    X_9_0_0 one_9 1
    X_9_0_0 memory_0 4.997286339241179
    X_9_0_0 computation_0 37.81273239518789
    X_10_0_0 one_10 1
    X_10_0_0 memory_0 4.997286339241179
    X_10_0_0 computation_0 37.81273239518789
    X_11_0_0 one_11 1
    X_11_0_0 memory_0 4.997286339241179
    X_11_0_0 computation_0 37.81273239518789
    X_12_0_0 one_12 1
    X_12_0_0 memory_0 4.997286339241179
    X_12_0_0 computation_0 37.81273239518789
    X_13_0_0 one_13 1
    X_13_0_0 memory_0 4.997286339241179
    X_13_0_0 computation_0 37.81273239518789
    X_14_0_0 one_14 1
    X_14_0_0 memory_0 4.997286339241179
    X_14_0_0 computation_0 37.81273239518789
    X_15_0_0 one_15 1
    X_15_0_0 memory_0 4.997286339241179
    X_15_0_0 computation_0 37.81273239518789
    X_16_0_0 one_16 1
    X_16_0_0 memory_0 4.997286339241179
    X_16_0_0 computation_0 37.81273239518789
    X_17_0_0 one_17 1
    X_17_0_0 memory_0 4.997286339241179
    X_17_0_0 computation_0 37.81273239518789
    X_18_0_0 one_18 1
    X_18_0_0 memory_0 4.997286339241179
    X_18_0_0 computation_0 37.81273239518789
    X_19_0_0 one_19 1
    X_19_0_0 memory_0 4.997286339241179
    X_19_0_0 computation_0 37.81273239518789
    X_20_0_0 one_20 1
    X_20_0_0 memory_0 4.997286339241179
    X_20_0_0 computation_0 37.81273239518789
    X_21_0_0 one_21 1
    X_21_0_0 memory_0 4.997286339241179
    X_21_0_0 computation_0 37.81273239518789
    X_22_0_0 one_22 1
    X_22_0_0 memory_0 4.997286339241179
    X_22_0_0 computation_0 37.81273239518789
    X_23_0_0 one_23 1
    X_23_0_0 memory_0 4.997286339241179
    X_23_0_0 computation_0 37.81273239518789
    X_24_0_0 one_24 1
    X_24_0_0 memory_0 4.997286339241179
    X_24_0_0 computation_0 37.81273239518789
    X_25_0_0 one_25 1
    X_25_0_0 memory_0 4.997286339241179
    X_25_0_0 computation_0 37.81273239518789
    X_26_0_0 one_26 1
    X_26_0_0 memory_0 4.997286339241179
    X_26_0_0 computation_0 37.81273239518789
    X_27_0_0 one_27 1
    X_27_0_0 memory_0 4.997286339241179
    X_27_0_0 computation_0 37.81273239518789
    X_28_0_0 one_28 1
    X_28_0_0 memory_0 4.997286339241179
    X_28_0_0 computation_0 37.81273239518789
    X_29_0_0 one_29 1
    X_29_0_0 memory_0 4.997286339241179
    X_29_0_0 computation_0 37.81273239518789
    X_30_0_0 one_30 1
    X_30_0_0 memory_0 4.997286339241179
    X_30_0_0 computation_0 37.81273239518789
    X_31_0_0 one_31 1
    X_31_0_0 memory_0 4.997286339241179
    X_31_0_0 computation_0 37.81273239518789
    X_32_0_0 one_32 1
    X_32_0_0 memory_0 4.997286339241179
    X_32_0_0 computation_0 37.81273239518789
    X_33_0_0 one_33 1
    X_33_0_0 memory_0 10.2409211397589
    X_33_0_0 computation_0 13.421715986803019
    MARKER 'MARKER' 'INTEND'
    p_0 obj 0.00048828125
    p_0 computation_0 -1
    p_0 max_0_0 1
    t_0 obj 0.00732421875
    t_0 max_0_0 -1
RHS
    RHS one_0 1
    RHS one_1 1
    RHS one_2 1
    RHS one_3 1
    RHS one_4 1
    RHS one_5 1
    RHS one_6 1
    RHS one_7 1
    RHS one_8 1
    RHS one_9 1
    RHS one_10 1
    RHS one_11 1
    RHS one_12 1
    RHS one_13 1
    RHS one_14 1
    RHS one_15 1
    RHS one_16 1
    RHS one_17 1
    RHS one_18 1
    RHS one_19 1
    RHS one_20 1
    RHS one_21 1
    RHS one_22 1
    RHS one_23 1
    RHS one_24 1
    RHS one_25 1
    RHS one_26 1
    RHS one_27 1
    RHS one_28 1
    RHS one_29 1
    RHS one_30 1
    RHS one_31 1
    RHS one_32 1
    RHS one_33 1
    RHS memory_0 1000
BOUNDS
 BV BND X_0_0_0
 BV BND X_1_0_0
 BV BND X_2_0_0
 BV BND X_3_0_0
 BV BND X_4_0_0
 BV BND X_5_0_0
 BV BND X_6_0_0
 BV BND X_7_0_0
 BV BND X_8_0_0
 BV BND X_9_0_0
 BV BND X_10_0_0
 BV BND X_11_0_0
 BV BND X_12_0_0
 BV BND X_13_0_0
 BV BND X_14_0_0
 BV BND X_15_0_0
 BV BND X_16_0_0
 BV BND X_17_0_0
 BV BND X_18_0_0
 BV BND X_19_0_0
 BV BND X_20_0_0
 BV BND X_21_0_0
 BV BND X_22_0_0
 BV BND X_23_0_0
 BV BND X_24_0_0
 BV BND X_25_0_0
 BV BND X_26_0_0
 BV BND X_27_0_0
 BV BND X_28_0_0
 BV BND X_29_0_0
 BV BND X_30_0_0
 BV BND X_31_0_0
 BV BND X_32_0_0
 BV BND X_33_0_0
ENDATA
