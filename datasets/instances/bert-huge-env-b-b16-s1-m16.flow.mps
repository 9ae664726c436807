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
    Y_0_0_0 one_0 1
    Y_0_0_0 memory_0 7.672462339819998
    Y_0_0_0 computation_0 9.210165251981225
    Y_1_0_0 one_1 1
    Y_1_0_0 memory_0 4.997286339241179
    Y_1_0_0 computation_0 37.81273239518789
    Y_2_0_0 one_2 1
    Y_2_0_0 memory_0 4.997286339241179
    Y_2_0_0 computation_0 37.81273239518789
    Y_3_0_0 one_3 1
    Y_3_0_0 memory_0 4.997286339241179
    Y_3_0_0 computation_0 37.81273239518789
    Y_4_0_0 one_4 1
    Y_4_0_0 memory_0 4.997286339241179
    Y_4_0_0 computation_0 37.81273239518789
    Y_5_0_0 one_5 1
    Y_5_0_0 memory_0 4.997286339241179
    Y_5_0_0 computation_0 37.81273239518789
    Y_6_0_0 one_6 1
    Y_6_0_0 memory_0 4.997286339241179
    Y_6_0_0 computation_0 37.81273239518789
    Y_7_0_0 one_7 1
    Y_7_0_0 memory_0 4.997286339241179
    Y_7_0_0 computation_0 37.81273239518789
    Y_8_0_0 one_8 1
    Y_8_0_0 memory_0 4.997286339241179
    Y_8_0_0 computation_0 37.81273239518789
    Y_9_0_0 one_9 1
    Y_9_0_0 memory_0 4.997286339241179
    Y_9_0_0 computation_0 37.81273239518789
    Y_10_0_0 one_10 1
    Y_10_0_0 memory_0 4.997286339241179
    Y_10_0_0 computation_0 37.81273239518789
    Y_11_0_0 one_11 1
    Y_11_0_0 memory_0 4.997286339241179
    Y_11_0_0 computation_0 37.81273239518789
    Y_12_0_0 one_12 1
    Y_12_0_0 memory_0 4.997286339241179
    Y_12_0_0 computation_0 37.81273239518789
    Y_13_0_0 one_13 1
    Y_13_0_0 memory_0 4.997286339241179
    Y_13_0_0 computation_0 37.81273239518789
    Y_14_0_0 one_14 1
    Y_14_0_0 memory_0 4.997286339241179
    Y_14_0_0 computation_0 37.81273239518789
    Y_15_0_0 one_15 1
    Y_15_0_0 memory_0 4.997286339241179
    Y_15_0_0 computation_0 37.81273239518789
    Y_16_0_0 one_16 1
    Y_16_0_0 memory_0 4.997286339241179
    Y_16_0_0 computation_0 37.81273239518789
    Y_17_0_0 one_17 1
    Y_17_0_0 memory_0 4.997286339241179
    Y_17_0_0 computation_0 37.81273239518789
    Y_18_0_0 one_18 1
    Y_18_0_0 memory_0 4.997286339241179
    Y_18_0_0 computation_0 37.81273239518789
    Y_19_0_0 one_19 1
    Y_19_0_0 memory_0 4.997286339241179
    Y_19_0_0 computation_0 37.81273239518789
    Y_20_0_0 one_20 1
    Y_20_0_0 memory_0 4.997286339241179
    Y_20_0_0 computation_0 37.81273239518789
    Y_21_0_0 one_21 1
    Y_21_0_0 memory_0 4.997286339241179
    Y_21_0_0 computation_0 37.81273239518789
    Y_22_0_0 one_22 1
    Y_22_0_0 memory_0 4.997286339241179
    Y_22_0_0 computation_0 37.81273239518789
    Y_23_0_0 one_23 1
    Y_23_0_0 memory_0 4.997286339241179
    Y_23_0_0 computation_0 37.81273239518789
    Y_24_0_0 one_24 1
    Y_24_0_0 memory_0 4.997286339241179
    Y_24_0_0 computation_0 37.81273239518789
    Y_25_0_0 one_25 1
    Y_25_0_0 memory_0 4.997286339241179
    Y_25_0_0 computation_0 37.81273239518789
    Y_26_0_0 one_26 1
    Y_26_0_0 memory_0 4.997286339241179
    Y_26_0_0 computation_0 37.81273239518789
    Y_27_0_0 one_27 1
    Y_27_0_0 memory_0 4.997286339241179
    Y_27_0_0 computation_0 37.81273239518789
    Y_28_0_0 one_28 1
    Y_28_0_0 memory_0 4.997286339241179
    Y_28_0_0 computation_0 37.81273239518789
    Y_29_0_0 one_29 1
    Y_29_0_0 memory_0 4.997286339241179
    Y_29_0_0 computation_0 37.81273239518789
    Y_30_0_0 one_30 1
    Y_30_0_0 memory_0 4.997286339241179
    Y_30_0_0 computation_0 37.81273239518789
    Y_31_0_0 one_31 1
    Y_31_0_0 memory_0 4.997286339241179
    Y_31_0_0 computation_0 37.81273239518789
    Y_32_0_0 one_32 1
    Y_32_0_0 memory_0 4.997286339241179
    Y_32_0_0 computation_0 37.81273239518789
    Y_33_0_0 one_33 1
    Y_33_0_0 memory_0 10.2409211397589
    Y_33_0_0 computation_0 13.421715986803019
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
 BV BND Y_0_0_0
 BV BND Y_1_0_0
 BV BND Y_2_0_0
 BV BND Y_3_0_0
 BV BND Y_4_0_0
 BV BND Y_5_0_0
 BV BND Y_6_0_0
 BV BND Y_7_0_0
 BV BND Y_8_0_0
 BV BND Y_9_0_0
 BV BND Y_10_0_0
 BV BND Y_11_0_0
 BV BND Y_12_0_0
 BV BND Y_13_0_0
 BV BND Y_14_0_0
 BV BND Y_15_0_0
 BV BND Y_16_0_0
 BV BND Y_17_0_0
 BV BND Y_18_0_0
 BV BND Y_19_0_0
 BV BND Y_20_0_0
 BV BND Y_21_0_0
 BV BND Y_22_0_0
 BV BND Y_23_0_0
 BV BND Y_24_0_0
 BV BND Y_25_0_0
 BV BND Y_26_0_0
 BV BND Y_27_0_0
 BV BND Y_28_0_0
 BV BND Y_29_0_0
 BV BND Y_30_0_0
 BV BND Y_31_0_0
 BV BND Y_32_0_0
 BV BND Y_33_0_0
ENDATA
