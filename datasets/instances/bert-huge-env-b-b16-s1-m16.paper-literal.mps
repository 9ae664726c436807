NAME bert-huge-env-b-b16-s1-m16
ROWS
 N obj
 E place_0
 E place_1
 E place_2
 E place_3
 E place_4
 E place_5
 E place_6
 E place_7
 E place_8
 E place_9
 E place_10
 E place_11
 E place_12
 E place_13
 E place_14
 E place_15
 E place_16
 E place_17
 E place_18
 E place_19
 E place_20
 E place_21
 E place_22
 E place_23
 E place_24
 E place_25
 E place_26
 E place_27
 E place_28
 E place_29
 E place_30
 E place_31
 E place_32
 E place_33
 E pick_0
 E pick_1
 E pick_2
 E pick_3
 E pick_4
 E pick_5
 E pick_6
 E pick_7
 E pick_8
 E pick_9
 E pick_10
 E pick_11
 E pick_12
 E pick_13
 E pick_14
 E pick_15
 E pick_16
 E pick_17
 E pick_18
 E pick_19
 E pick_20
 E pick_21
 E pick_22
 E pick_23
 E pick_24
 E pick_25
 E pick_26
 E pick_27
 E pick_28
 E pick_29
 E pick_30
 E pick_31
 E pick_32
 E pick_33
 G used_0
 L memory_0
 L reach_0_0
 L reach_1_0
 L reach_2_0
 L reach_3_0
 L reach_4_0
 L reach_5_0
 L reach_6_0
 L reach_7_0
 L reach_8_0
 L reach_9_0
 L reach_10_0
 L reach_11_0
 L reach_12_0
 L reach_13_0
 L reach_14_0
 L reach_15_0
 L reach_16_0
 L reach_17_0
 L reach_18_0
 L reach_19_0
 L reach_20_0
 L reach_21_0
 L reach_22_0
 L reach_23_0
 L reach_24_0
 L reach_25_0
 L reach_26_0
 L reach_27_0
 L reach_28_0
 L reach_29_0
 L reach_30_0
 L reach_31_0
 L reach_32_0
 L reach_33_0
 L back_0_1_0
 L leave_0_1_0
 L back_1_2_0
 L leave_1_2_0
 L back_2_3_0
 L leave_2_3_0
 L back_3_4_0
 L leave_3_4_0
 L back_4_5_0
 L leave_4_5_0
 L back_5_6_0
 L leave_5_6_0
 L back_6_7_0
 L leave_6_7_0
 L back_7_8_0
 L leave_7_8_0
 L back_8_9_0
 L leave_8_9_0
 L back_9_10_0
 L leave_9_10_0
 L back_10_11_0
 L leave_10_11_0
 L back_11_12_0
 L leave_11_12_0
 L back_12_13_0
 L leave_12_13_0
 L back_13_14_0
 L leave_13_14_0
 L back_14_15_0
 L leave_14_15_0
 L back_15_16_0
 L leave_15_16_0
 L back_16_17_0
 L leave_16_17_0
 L back_17_18_0
 L leave_17_18_0
 L back_18_19_0
 L leave_18_19_0
 L back_19_20_0
 L leave_19_20_0
 L back_20_21_0
 L leave_20_21_0
 L back_21_22_0
 L leave_21_22_0
 L back_22_23_0
 L leave_22_23_0
 L back_23_24_0
 L leave_23_24_0
 L back_24_25_0
 L leave_24_25_0
 L back_25_26_0
 L leave_25_26_0
 L back_26_27_0
 L leave_26_27_0
 L back_27_28_0
 L leave_27_28_0
 L back_28_29_0
 L leave_28_29_0
 L back_29_30_0
 L leave_29_30_0
 L back_30_31_0
 L leave_30_31_0
 L back_31_32_0
 L leave_31_32_0
 L back_32_33_0
 L leave_32_33_0
 L computation_0
 L max_0_0
COLUMNS
    MARKER 'MARKER' 'INTORG'
    P_0_0 place_0 1
    P_0_0 used_0 1
    P_0_0 reach_0_0 1
    P_0_0 leave_0_1_0 1
    P_1_0 place_1 1
    P_1_0 used_0 1
    P_1_0 reach_1_0 1
    P_1_0 leave_0_1_0 -1
    P_1_0 leave_1_2_0 1
    P_2_0 place_2 1
    P_2_0 used_0 1
    P_2_0 reach_2_0 1
    P_2_0 leave_1_2_0 -1
    P_2_0 leave_2_3_0 1
    P_3_0 place_3 1
    P_3_0 used_0 1
    P_3_0 reach_3_0 1
    P_3_0 leave_2_3_0 -1
    P_3_0 leave_3_4_0 1
    P_4_0 place_4 1
    P_4_0 used_0 1
    P_4_0 reach_4_0 1
    P_4_0 leave_3_4_0 -1
    P_4_0 leave_4_5_0 1
    P_5_0 place_5 1
    P_5_0 used_0 1
    P_5_0 reach_5_0 1
    P_5_0 leave_4_5_0 -1
    P_5_0 leave_5_6_0 1
    P_6_0 place_6 1
    P_6_0 used_0 1
    P_6_0 reach_6_0 1
    P_6_0 leave_5_6_0 -1
    P_6_0 leave_6_7_0 1
    P_7_0 place_7 1
    P_7_0 used_0 1
    P_7_0 reach_7_0 1
    P_7_0 leave_6_7_0 -1
    P_7_0 leave_7_8_0 1
    P_8_0 place_8 1
    P_8_0 used_0 1
    P_8_0 reach_8_0 1
    P_8_0 leave_7_8_0 -1
    P_8_0 leave_8_9_0 1
    P_9_0 place_9 1
    P_9_0 used_0 1
    P_9_0 reach_9_0 1
    P_9_0 leave_8_9_0 -1
    P_9_0 leave_9_10_0 1
    P_10_0 place_10 1
    P_10_0 used_0 1
    P_10_0 reach_10_0 1
    P_10_0 leave_9_10_0 -1
    P_10_0 leave_10_11_0 1
    P_11_0 place_11 1
    P_11_0 used_0 1
    P_11_0 reach_11_0 1
    P_11_0 leave_10_11_0 -1
    P_11_0 leave_11_12_0 1
    P_12_0 place_12 1
    P_12_0 used_0 1
    P_12_0 reach_12_0 1
    P_12_0 leave_11_12_0 -1
    P_12_0 leave_12_13_0 1
    P_13_0 place_13 1
    P_13_0 used_0 1
    P_13_0 reach_13_0 1
    P_13_0 leave_12_13_0 -1
    P_13_0 leave_13_14_0 1
    P_14_0 place_14 1
    P_14_0 used_0 1
    P_14_0 reach_14_0 1
    P_14_0 leave_13_14_0 -1
    P_14_0 leave_14_15_0 1
    P_15_0 place_15 1
    P_15_0 used_0 1
    P_15_0 reach_15_0 1
    P_15_0 leave_14_15_0 -1
    P_15_0 leave_15_16_0 1
    P_16_0 place_16 1
    P_16_0 used_0 1
    P_16_0 reach_16_0 1
    P_16_0 leave_15_16_0 -1
    P_16_0 leave_16_17_0 1
    P_17_0 place_17 1
    P_17_0 used_0 1
    P_17_0 reach_17_0 1
    P_17_0 leave_16_17_0 -1
    P_17_0 leave_17_18_0 1
    P_18_0 place_18 1
    P_18_0 used_0 1
    P_18_0 reach_18_0 1
    P_18_0 leave_17_18_0 -1
    P_18_0 leave_18_19_0 1
    P_19_0 place_19 1
    P_19_0 used_0 1
    P_19_0 reach_19_0 1
    P_19_0 leave_18_19_0 -1
    P_19_0 leave_19_20_0 1
    P_20_0 place_20 1
    P_20_0 used_0 1
    P_20_0 reach_20_0 1
    P_20_0 leave_19_20_0 -1
    P_20_0 leave_20_21_0 1
    P_21_0 place_21 1
    P_21_0 used_0 1
    P_21_0 reach_21_0 1
    P_21_0 leave_20_21_0 -1
    P_21_0 leave_21_22_0 1
    P_22_0 place_22 1
    P_22_0 used_0 1
    P_22_0 reach_22_0 1
    P_22_0 leave_21_22_0 -1
    P_22_0 leave_22_23_0 1
    P_23_0 place_23 1
    P_23_0 used_0 1
    P_23_0 reach_23_0 1
    P_23_0 leave_22_23_0 -1
    P_23_0 leave_23_24_0 1
    P_24_0 place_24 1
    P_24_0 used_0 1
    P_24_0 reach_24_0 1
    P_24_0 leave_23_24_0 -1
    P_24_0 leave_24_25_0 1
    P_25_0 place_25 1
    P_25_0 used_0 1
    P_25_0 reach_25_0 1
    P_25_0 leave_24_25_0 -1
    P_25_0 leave_25_26_0 1
    P_26_0 place_26 1
    P_26_0 used_0 1
    P_26_0 reach_26_0 1
    P_26_0 leave_25_26_0 -1
    P_26_0 leave_26_27_0 1
    P_27_0 place_27 1
    P_27_0 used_0 1
    P_27_0 reach_27_0 1
    P_27_0 leave_26_27_0 -1
    P_27_0 leave_27_28_0 1
    P_28_0 place_28 1
    P_28_0 used_0 1
    P_28_0 reach_28_0 1
    P_28_0 leave_27_28_0 -1
    P_28_0 leave_28_29_0 1
    P_29_0 place_29 1
    P_29_0 used_0 1
    P_29_0 reach_29_0 1
    P_29_0 leave_28_29_0 -1
    P_29_0 leave_29_30_0 1
    P_30_0 place_30 1
    P_30_0 used_0 1
    P_30_0 reach_30_0 1
    P_30_0 leave_29_30_0 -1
    P_30_0 leave_30_31_0 1
    P_31_0 place_31 1
    P_31_0 used_0 1
    P_31_0 reach_31_0 1
    P_31_0 leave_30_31_0 -1
    P_31_0 leave_31_32_0 1
    P_32_0 place_32 1
    P_32_0 used_0 1
    P_32_0 reach_32_0 1
    P_32_0 leave_31_32_0 -1
    P_32_0 leave_32_33_0 1
    P_33_0 place_33 1
    P_33_0 used_0 1
    P_33_0 reach_33_0 1
    P_33_0 leave_32_33_0 -1
    S_0_0 pick_0 1
    S_1_0 pick_1 1
    S_2_0 pick_2 1
    S_3_0 pick_3 1
    S_4_0 pick_4 1
    S_5_0 pick_5 1
    S_6_0 pick_6 1
    S_7_0 pick_7 1
    S_8_0 pick_8 1
    S_9_0 pick_9 1
    S_10_0 pick_10 1
    S_11_0 pick_11 1
    S_12_0 pick_12 1
    S_13_0 pick_13 1
    S_14_0 pick_14 1
    S_15_0 pick_15 1
    S_16_0 pick_16 1
    S_17_0 pick_17 1
    S_18_0 pick_18 1
    S_19_0 pick_19 1
    S_20_0 pick_20 1
    S_21_0 pick_21 1
    S_22_0 pick_22 1
    S_23_0 pick_23 1
    S_24_0 pick_24 1
    S_25_0 pick_25 1
    S_26_0 pick_26 1
    S_27_0 pick_27 1
    S_28_0 pick_28 1
    S_29_0 pick_29 1
    S_30_0 pick_30 1
    S_31_0 pick_31 1
    S_32_0 pick_32 1
    S_33_0 pick_33 1
    MARKER 'MARKER' 'INTEND'
    Z_0_0 reach_0_0 -1
    Z_0_0 back_0_1_0 -1
    Z_1_0 reach_1_0 -1
    Z_1_0 back_0_1_0 1
    Z_1_0 leave_0_1_0 1
    Z_1_0 back_1_2_0 -1
    Z_2_0 reach_2_0 -1
    Z_2_0 back_1_2_0 1
    Z_2_0 leave_1_2_0 1
    Z_2_0 back_2_3_0 -1
    Z_3_0 reach_3_0 -1
    Z_3_0 back_2_3_0 1
    Z_3_0 leave_2_3_0 1
    Z_3_0 back_3_4_0 -1
    Z_4_0 reach_4_0 -1
    Z_4_0 back_3_4_0 1
    Z_4_0 leave_3_4_0 1
    Z_4_0 back_4_5_0 -1
    Z_5_0 reach_5_0 -1
    Z_5_0 back_4_5_0 1
    Z_5_0 leave_4_5_0 1
    Z_5_0 back_5_6_0 -1
    Z_6_0 reach_6_0 -1
    Z_6_0 back_5_6_0 1
    Z_6_0 leave_5_6_0 1
    Z_6_0 back_6_7_0 -1
    Z_7_0 reach_7_0 -1
    Z_7_0 back_6_7_0 1
    Z_7_0 leave_6_7_0 1
    Z_7_0 back_7_8_0 -1
    Z_8_0 reach_8_0 -1
    Z_8_0 back_7_8_0 1
    Z_8_0 leave_7_8_0 1
    Z_8_0 back_8_9_0 -1
    Z_9_0 reach_9_0 -1
    Z_9_0 back_8_9_0 1
    Z_9_0 leave_8_9_0 1
    Z_9_0 back_9_10_0 -1
    Z_10_0 reach_10_0 -1
    Z_10_0 back_9_10_0 1
    Z_10_0 leave_9_10_0 1
    Z_10_0 back_10_11_0 -1
    Z_11_0 reach_11_0 -1
    Z_11_0 back_10_11_0 1
    Z_11_0 leave_10_11_0 1
    Z_11_0 back_11_12_0 -1
    Z_12_0 reach_12_0 -1
    Z_12_0 back_11_12_0 1
    Z_12_0 leave_11_12_0 1
    Z_12_0 back_12_13_0 -1
    Z_13_0 reach_13_0 -1
    Z_13_0 back_12_13_0 1
    Z_13_0 leave_12_13_0 1
    Z_13_0 back_13_14_0 -1
    Z_14_0 reach_14_0 -1
    Z_14_0 back_13_14_0 1
    Z_14_0 leave_13_14_0 1
    Z_14_0 back_14_15_0 -1
    Z_15_0 reach_15_0 -1
    Z_15_0 back_14_15_0 1
    Z_15_0 leave_14_15_0 1
    Z_15_0 back_15_16_0 -1
    Z_16_0 reach_16_0 -1
    Z_16_0 back_15_16_0 1
    Z_16_0 leave_15_16_0 1
    Z_16_0 back_16_17_0 -1
    Z_17_0 reach_17_0 -1
    Z_17_0 back_16_17_0 1
    Z_17_0 leave_16_17_0 1
    Z_17_0 back_17_18_0 -1
    Z_18_0 reach_18_0 -1
    Z_18_0 back_17_18_0 1
    Z_18_0 leave_17_18_0 1
    Z_18_0 back_18_19_0 -1
    Z_19_0 reach_19_0 -1
    Z_19_0 back_18_19_0 1
    Z_19_0 leave_18_19_0 1
    Z_19_0 back_19_20_0 -1
    Z_20_0 reach_20_0 -1
    Z_20_0 back_19_20_0 1
    Z_20_0 leave_19_20_0 1
    Z_20_0 back_20_21_0 -1
    Z_21_0 reach_21_0 -1
    Z_21_0 back_20_21_0 1
    Z_21_0 leave_20_21_0 1
    Z_21_0 back_21_22_0 -1
    Z_22_0 reach_22_0 -1
    Z_22_0 back_21_22_0 1
    Z_22_0 leave_21_22_0 1
    Z_22_0 back_22_23_0 -1
    Z_23_0 reach_23_0 -1
    Z_23_0 back_22_23_0 1
    Z_23_0 leave_22_23_0 1
    Z_23_0 back_23_24_0 -1
    Z_24_0 reach_24_0 -1
    Z_24_0 back_23_24_0 1
    Z_24_0 leave_23_24_0 1
    Z_24_0 back_24_25_0 -1
    Z_25_0 reach_25_0 -1
    Z_25_0 back_24_25_0 1
    Z_25_0 leave_24_25_0 1
    Z_25_0 back_25_26_0 -1
    Z_26_0 reach_26_0 -1
    Z_26_0 back_25_26_0 1
    Z_26_0 leave_25_26_0 1
    Z_26_0 back_26_27_0 -1
    Z_27_0 reach_27_0 -1
    Z_27_0 back_26_27_0 1
    Z_27_0 leave_26_27_0 1
    Z_27_0 back_27_28_0 -1
    Z_28_0 reach_28_0 -1
    Z_28_0 back_27_28_0 1
    Z_28_0 leave_27_28_0 1
    Z_28_0 back_28_29_0 -1
    Z_29_0 reach_29_0 -1
    Z_29_0 back_28_29_0 1
    Z_29_0 leave_28_29_0 1
    Z_29_0 back_29_30_0 -1
    Z_30_0 reach_30_0 -1
    Z_30_0 back_29_30_0 1
    Z_30_0 leave_29_30_0 1
    Z_30_0 back_30_31_0 -1
    Z_31_0 reach_31_0 -1
    Z_31_0 back_30_31_0 1
    Z_31_0 leave_30_31_0 1
    Z_31_0 back_31_32_0 -1
    Z_32_0 reach_32_0 -1
    Z_32_0 back_31_32_0 1
    Z_32_0 leave_31_32_0 1
    Z_32_0 back_32_33_0 -1
    Z_33_0 reach_33_0 -1
    Z_33_0 back_32_33_0 1
    Z_33_0 leave_32_33_0 1
    p_0 obj 0.00048828125
    p_0 computation_0 -1
    p_0 max_0_0 1
    t_0 obj 0.00732421875
    t_0 max_0_0 -1
RHS
    RHS place_0 1
    RHS place_1 1
    RHS place_2 1
    RHS place_3 1
    RHS place_4 1
    RHS place_5 1
    RHS place_6 1
    RHS place_7 1
    RHS place_8 1
    RHS place_9 1
    RHS place_10 1
    RHS place_11 1
    RHS place_12 1
    RHS place_13 1
    RHS place_14 1
    RHS place_15 1
    RHS place_16 1
    RHS place_17 1
    RHS place_18 1
    RHS place_19 1
    RHS place_20 1
    RHS place_21 1
    RHS place_22 1
    RHS place_23 1
    RHS place_24 1
    RHS place_25 1
    RHS place_26 1
    RHS place_27 1
    RHS place_28 1
    RHS place_29 1
    RHS place_30 1
    RHS place_31 1
    RHS place_32 1
    RHS place_33 1
    RHS pick_0 1
    RHS pick_1 1
    RHS pick_2 1
    RHS pick_3 1
    RHS pick_4 1
    RHS pick_5 1
    RHS pick_6 1
    RHS pick_7 1
    RHS pick_8 1
    RHS pick_9 1
    RHS pick_10 1
    RHS pick_11 1
    RHS pick_12 1
    RHS pick_13 1
    RHS pick_14 1
    RHS pick_15 1
    RHS pick_16 1
    RHS pick_17 1
    RHS pick_18 1
    RHS pick_19 1
    RHS pick_20 1
    RHS pick_21 1
    RHS pick_22 1
    RHS pick_23 1
    RHS pick_24 1
    RHS pick_25 1
    RHS pick_26 1
    RHS pick_27 1
    RHS pick_28 1
    RHS pick_29 1
    RHS pick_30 1
    RHS pick_31 1
    RHS pick_32 1
    RHS pick_33 1
    RHS used_0 1
    RHS memory_0 1000
    RHS leave_0_1_0 1
    RHS leave_1_2_0 1
    RHS leave_2_3_0 1
    RHS leave_3_4_0 1
    RHS leave_4_5_0 1
    RHS leave_5_6_0 1
    RHS leave_6_7_0 1
    RHS leave_7_8_0 1
    RHS leave_8_9_0 1
    RHS leave_9_10_0 1
    RHS leave_10_11_0 1
    RHS leave_11_12_0 1
    RHS leave_12_13_0 1
    RHS leave_13_14_0 1
    RHS leave_14_15_0 1
    RHS leave_15_16_0 1
    RHS leave_16_17_0 1
    RHS leave_17_18_0 1
    RHS leave_18_19_0 1
    RHS leave_19_20_0 1
    RHS leave_20_21_0 1
    RHS leave_21_22_0 1
    RHS leave_22_23_0 1
    RHS leave_23_24_0 1
    RHS leave_24_25_0 1
    RHS leave_25_26_0 1
    RHS leave_26_27_0 1
    RHS leave_27_28_0 1
    RHS leave_28_29_0 1
    RHS leave_29_30_0 1
    RHS leave_30_31_0 1
    RHS leave_31_32_0 1
    RHS leave_32_33_0 1
BOUNDS
 BV BND P_0_0
 BV BND P_1_0
 BV BND P_2_0
 BV BND P_3_0
 BV BND P_4_0
 BV BND P_5_0
 BV BND P_6_0
 BV BND P_7_0
 BV BND P_8_0
 BV BND P_9_0
 BV BND P_10_0
 BV BND P_11_0
 BV BND P_12_0
 BV BND P_13_0
 BV BND P_14_0
 BV BND P_15_0
 BV BND P_16_0
 BV BND P_17_0
 BV BND P_18_0
 BV BND P_19_0
 BV BND P_20_0
 BV BND P_21_0
 BV BND P_22_0
 BV BND P_23_0
 BV BND P_24_0
 BV BND P_25_0
 BV BND P_26_0
 BV BND P_27_0
 BV BND P_28_0
 BV BND P_29_0
 BV BND P_30_0
 BV BND P_31_0
 BV BND P_32_0
 BV BND P_33_0
 BV BND S_0_0
 BV BND S_1_0
 BV BND S_2_0
 BV BND S_3_0
 BV BND S_4_0
 BV BND S_5_0
 BV BND S_6_0
 BV BND S_7_0
 BV BND S_8_0
 BV BND S_9_0
 BV BND S_10_0
 BV BND S_11_0
 BV BND S_12_0
 BV BND S_13_0
 BV BND S_14_0
 BV BND S_15_0
 BV BND S_16_0
 BV BND S_17_0
 BV BND S_18_0
 BV BND S_19_0
 BV BND S_20_0
 BV BND S_21_0
 BV BND S_22_0
 BV BND S_23_0
 BV BND S_24_0
 BV BND S_25_0
 BV BND S_26_0
 BV BND S_27_0
 BV BND S_28_0
 BV BND S_29_0
 BV BND S_30_0
 BV BND S_31_0
 BV BND S_32_0
 BV BND S_33_0
 UP BND Z_0_0 1
 UP BND Z_1_0 1
 UP BND Z_2_0 1
 UP BND Z_3_0 1
 UP BND Z_4_0 1
 UP BND Z_5_0 1
 UP BND Z_6_0 1
 UP BND Z_7_0 1
 UP BND Z_8_0 1
 UP BND Z_9_0 1
 UP BND Z_10_0 1
 UP BND Z_11_0 1
 UP BND Z_12_0 1
 UP BND Z_13_0 1
 UP BND Z_14_0 1
 UP BND Z_15_0 1
 UP BND Z_16_0 1
 UP BND Z_17_0 1
 UP BND Z_18_0 1
 UP BND Z_19_0 1
 UP BND Z_20_0 1
 UP BND Z_21_0 1
 UP BND Z_22_0 1
 UP BND Z_23_0 1
 UP BND Z_24_0 1
 UP BND Z_25_0 1
 UP BND Z_26_0 1
 UP BND Z_27_0 1
 UP BND Z_28_0 1
 UP BND Z_29_0 1
 UP BND Z_30_0 1
 UP BND Z_31_0 1
 UP BND Z_32_0 1
 UP BND Z_33_0 1
QCMATRIX memory_0
    P_0_0 S_0_0 3.836231169909999
    S_0_0 P_0_0 3.836231169909999
    P_1_0 S_1_0 2.4986431696205895
    S_1_0 P_1_0 2.4986431696205895
    P_2_0 S_2_0 2.4986431696205895
    S_2_0 P_2_0 2.4986431696205895
    P_3_0 S_3_0 2.4986431696205895
    S_3_0 P_3_0 2.4986431696205895
    P_4_0 S_4_0 2.4986431696205895
    S_4_0 P_4_0 2.4986431696205895
    P_5_0 S_5_0 2.4986431696205895
    S_5_0 P_5_0 2.4986431696205895
    P_6_0 S_6_0 2.4986431696205895
    S_6_0 P_6_0 2.4986431696205895
    P_7_0 S_7_0 2.4986431696205895
    S_7_0 P_7_0 2.4986431696205895
    P_8_0 S_8_0 2.4986431696205895
    S_8_0 P_8_0 2.4986431696205895
    P_9_0 S_9_0 2.4986431696205895
    S_9_0 P_9_0 2.4986431696205895
    P_10_0 S_10_0 2.4986431696205895
    S_10_0 P_10_0 2.4986431696205895
    P_11_0 S_11_0 2.4986431696205895
    S_11_0 P_11_0 2.4986431696205895
    P_12_0 S_12_0 2.4986431696205895
    S_12_0 P_12_0 2.4986431696205895
    P_13_0 S_13_0 2.4986431696205895
    S_13_0 P_13_0 2.4986431696205895
    P_14_0 S_14_0 2.4986431696205895
    S_14_0 P_14_0 2.4986431696205895
    P_15_0 S_15_0 2.4986431696205895
    S_15_0 P_15_0 2.4986431696205895
    P_16_0 S_16_0 2.4986431696205895
    S_16_0 P_16_0 2.4986431696205895
    P_17_0 S_17_0 2.4986431696205895
    S_17_0 P_17_0 2.4986431696205895
    P_18_0 S_18_0 2.4986431696205895
    S_18_0 P_18_0 2.4986431696205895
    P_19_0 S_19_0 2.4986431696205895
    S_19_0 P_19_0 2.4986431696205895
    P_20_0 S_20_0 2.4986431696205895
    S_20_0 P_20_0 2.4986431696205895
    P_21_0 S_21_0 2.4986431696205895
    S_21_0 P_21_0 2.4986431696205895
    P_22_0 S_22_0 2.4986431696205895
    S_22_0 P_22_0 2.4986431696205895
    P_23_0 S_23_0 2.4986431696205895
    S_23_0 P_23_0 2.4986431696205895
    P_24_0 S_24_0 2.4986431696205895
    S_24_0 P_24_0 2.4986431696205895
    P_25_0 S_25_0 2.4986431696205895
    S_25_0 P_25_0 2.4986431696205895
    P_26_0 S_26_0 2.4986431696205895
    S_26_0 P_26_0 2.4986431696205895
    P_27_0 S_27_0 2.4986431696205895
    S_27_0 P_27_0 2.4986431696205895
    P_28_0 S_28_0 2.4986431696205895
    S_28_0 P_28_0 2.4986431696205895
    P_29_0 S_29_0 2.4986431696205895
    S_29_0 P_29_0 2.4986431696205895
    P_30_0 S_30_0 2.4986431696205895
    S_30_0 P_30_0 2.4986431696205895
    P_31_0 S_31_0 2.4986431696205895
    S_31_0 P_31_0 2.4986431696205895
    P_32_0 S_32_0 2.4986431696205895
    S_32_0 P_32_0 2.4986431696205895
    P_33_0 S_33_0 5.12046056987945
    S_33_0 P_33_0 5.12046056987945
QCMATRIX computation_0
    P_0_0 S_0_0 4.605082625990613
    S_0_0 P_0_0 4.605082625990613
    P_1_0 S_1_0 18.906366197593947
    S_1_0 P_1_0 18.906366197593947
    P_2_0 S_2_0 18.906366197593947
    S_2_0 P_2_0 18.906366197593947
    P_3_0 S_3_0 18.906366197593947
    S_3_0 P_3_0 18.906366197593947
    P_4_0 S_4_0 18.906366197593947
    S_4_0 P_4_0 18.906366197593947
    P_5_0 S_5_0 18.906366197593947
    S_5_0 P_5_0 18.906366197593947
    P_6_0 S_6_0 18.906366197593947
    S_6_0 P_6_0 18.906366197593947
    P_7_0 S_7_0 18.906366197593947
    S_7_0 P_7_0 18.906366197593947
    P_8_0 S_8_0 18.906366197593947
    S_8_0 P_8_0 18.906366197593947
    P_9_0 S_9_0 18.906366197593947
    S_9_0 P_9_0 18.906366197593947
    P_10_0 S_10_0 18.906366197593947
    S_10_0 P_10_0 18.906366197593947
    P_11_0 S_11_0 18.906366197593947
    S_11_0 P_11_0 18.906366197593947
    P_12_0 S_12_0 18.906366197593947
    S_12_0 P_12_0 18.906366197593947
    P_13_0 S_13_0 18.906366197593947
    S_13_0 P_13_0 18.906366197593947
    P_14_0 S_14_0 18.906366197593947
    S_14_0 P_14_0 18.906366197593947
    P_15_0 S_15_0 18.906366197593947
    S_15_0 P_15_0 18.906366197593947
    P_16_0 S_16_0 18.906366197593947
    S_16_0 P_16_0 18.906366197593947
    P_17_0 S_17_0 18.906366197593947
    S_17_0 P_17_0 18.906366197593947
    P_18_0 S_18_0 18.906366197593947
    S_18_0 P_18_0 18.906366197593947
    P_19_0 S_19_0 18.906366197593947
    S_19_0 P_19_0 18.906366197593947
    P_20_0 S_20_0 18.906366197593947
    S_20_0 P_20_0 18.906366197593947
    P_21_0 S_21_0 18.906366197593947
    S_21_0 P_21_0 18.906366197593947
    P_22_0 S_22_0 18.906366197593947
    S_22_0 P_22_0 18.906366197593947
    P_23_0 S_23_0 18.906366197593947
    S_23_0 P_23_0 18.906366197593947
    P_24_0 S_24_0 18.906366197593947
    S_24_0 P_24_0 18.906366197593947
    P_25_0 S_25_0 18.906366197593947
    S_25_0 P_25_0 18.906366197593947
    P_26_0 S_26_0 18.906366197593947
    S_26_0 P_26_0 18.906366197593947
    P_27_0 S_27_0 18.906366197593947
    S_27_0 P_27_0 18.906366197593947
    P_28_0 S_28_0 18.906366197593947
    S_28_0 P_28_0 18.906366197593947
    P_29_0 S_29_0 18.906366197593947
    S_29_0 P_29_0 18.906366197593947
    P_30_0 S_30_0 18.906366197593947
    S_30_0 P_30_0 18.906366197593947
    P_31_0 S_31_0 18.906366197593947
    S_31_0 P_31_0 18.906366197593947
    P_32_0 S_32_0 18.906366197593947
    S_32_0 P_32_0 18.906366197593947
    P_33_0 S_33_0 6.710857993401509
    S_33_0 P_33_0 6.710857993401509
ENDATA
