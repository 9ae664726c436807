NAME llama-7b-env-c-b8-s8-m8
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
 E before_1_0
 E before_2_0
 E before_2_1
 E before_3_0
 E before_3_1
 E before_3_2
 E before_4_0
 E before_4_1
 E before_4_2
 E before_4_3
 E before_5_0
 E before_5_1
 E before_5_2
 E before_5_3
 E before_5_4
 E before_6_0
 E before_6_1
 E before_6_2
 E before_6_3
 E before_6_4
 E before_6_5
 E before_7_0
 E before_7_1
 E before_7_2
 E before_7_3
 E before_7_4
 E before_7_5
 E before_7_6
 E before_8_0
 E before_8_1
 E before_8_2
 E before_8_3
 E before_8_4
 E before_8_5
 E before_8_6
 E before_9_0
 E before_9_1
 E before_9_2
 E before_9_3
 E before_9_4
 E before_9_5
 E before_9_6
 E before_10_0
 E before_10_1
 E before_10_2
 E before_10_3
 E before_10_4
 E before_10_5
 E before_10_6
 E before_11_0
 E before_11_1
 E before_11_2
 E before_11_3
 E before_11_4
 E before_11_5
 E before_11_6
 E before_12_0
 E before_12_1
 E before_12_2
 E before_12_3
 E before_12_4
 E before_12_5
 E before_12_6
 E before_13_0
 E before_13_1
 E before_13_2
 E before_13_3
 E before_13_4
 E before_13_5
 E before_13_6
 E before_14_0
 E before_14_1
 E before_14_2
 E before_14_3
 E before_14_4
 E before_14_5
 E before_14_6
 E before_15_0
 E before_15_1
 E before_15_2
 E before_15_3
 E before_15_4
 E before_15_5
 E before_15_6
 E before_16_0
 E before_16_1
 E before_16_2
 E before_16_3
 E before_16_4
 E before_16_5
 E before_16_6
 E before_17_0
 E before_17_1
 E before_17_2
 E before_17_3
 E before_17_4
 E before_17_5
 E before_17_6
 E before_18_0
 E before_18_1
 E before_18_2
 E before_18_3
 E before_18_4
 E before_18_5
 E before_18_6
 E before_19_0
 E before_19_1
 E before_19_2
 E before_19_3
 E before_19_4
 E before_19_5
 E before_19_6
 E before_20_0
 E before_20_1
 E before_20_2
 E before_20_3
 E before_20_4
 E before_20_5
 E before_20_6
 E before_21_0
 E before_21_1
 E before_21_2
 E before_21_3
 E before_21_4
 E before_21_5
 E before_21_6
 E before_22_0
 E before_22_1
 E before_22_2
 E before_22_3
 E before_22_4
 E before_22_5
 E before_22_6
 E before_23_0
 E before_23_1
 E before_23_2
 E before_23_3
 E before_23_4
 E before_23_5
 E before_23_6
 E before_24_0
 E before_24_1
 E before_24_2
 E before_24_3
 E before_24_4
 E before_24_5
 E before_24_6
 E before_25_0
 E before_25_1
 E before_25_2
 E before_25_3
 E before_25_4
 E before_25_5
 E before_25_6
 E before_26_0
 E before_26_1
 E before_26_2
 E before_26_3
 E before_26_4
 E before_26_5
 E before_26_6
 E before_27_1
 E before_27_2
 E before_27_3
 E before_27_4
 E before_27_5
 E before_27_6
 E before_28_2
 E before_28_3
 E before_28_4
 E before_28_5
 E before_28_6
 E before_29_3
 E before_29_4
 E before_29_5
 E before_29_6
 E before_30_4
 E before_30_5
 E before_30_6
 E before_31_5
 E before_31_6
 E before_32_6
 L memory_0
 L memory_1
 L memory_2
 L memory_3
 L memory_4
 L memory_5
 L memory_6
 L memory_7
 E out_0_0_0
 E in_0_0_0
 E in_0_1_0
 E out_1_0_0
 E out_1_1_0
 E in_1_0_0
 E in_1_1_0
 E in_1_2_0
 E out_2_0_0
 E out_2_1_0
 E out_2_2_0
 E in_2_0_0
 E in_2_1_0
 E in_2_2_0
 E in_2_3_0
 E out_3_0_0
 E out_3_1_0
 E out_3_2_0
 E out_3_3_0
 E in_3_0_0
 E in_3_1_0
 E in_3_2_0
 E in_3_3_0
 E in_3_4_0
 E out_4_0_0
 E out_4_1_0
 E out_4_2_0
 E out_4_3_0
 E out_4_4_0
 E in_4_0_0
 E in_4_1_0
 E in_4_2_0
 E in_4_3_0
 E in_4_4_0
 E in_4_5_0
 E out_5_0_0
 E out_5_1_0
 E out_5_2_0
 E out_5_3_0
 E out_5_4_0
 E out_5_5_0
 E in_5_0_0
 E in_5_1_0
 E in_5_2_0
 E in_5_3_0
 E in_5_4_0
 E in_5_5_0
 E in_5_6_0
 E out_6_0_0
 E out_6_1_0
 E out_6_2_0
 E out_6_3_0
 E out_6_4_0
 E out_6_5_0
 E out_6_6_0
 E in_6_0_0
 E in_6_1_0
 E in_6_2_0
 E in_6_3_0
 E in_6_4_0
 E in_6_5_0
 E in_6_6_0
 E in_6_7_0
 E out_7_0_0
 E out_7_1_0
 E out_7_2_0
 E out_7_3_0
 E out_7_4_0
 E out_7_5_0
 E out_7_6_0
 E out_7_7_0
 E in_7_0_0
 E in_7_1_0
 E in_7_2_0
 E in_7_3_0
 E in_7_4_0
 E in_7_5_0
 E in_7_6_0
 E in_7_7_0
 E out_8_0_0
 E out_8_1_0
 E out_8_2_0
 E out_8_3_0
 E out_8_4_0
 E out_8_5_0
 E out_8_6_0
 E out_8_7_0
 E in_8_0_0
 E in_8_1_0
 E in_8_2_0
 E in_8_3_0
 E in_8_4_0
 E in_8_5_0
 E in_8_6_0
 E in_8_7_0
 E out_9_0_0
 E out_9_1_0
 E out_9_2_0
 E out_9_3_0
 E out_9_4_0
 E out_9_5_0
 E out_9_6_0
 E out_9_7_0
 E in_9_0_0
 E in_9_1_0
 E in_9_2_0
 E in_9_3_0
 E in_9_4_0
 E in_9_5_0
 E in_9_6_0
 E in_9_7_0
 E out_10_0_0
 E out_10_1_0
 E out_10_2_0
 E out_10_3_0
 E out_10_4_0
 E out_10_5_0
 E out_10_6_0
 E out_10_7_0
 E in_10_0_0
 E in_10_1_0
 E in_10_2_0
 E in_10_3_0
 E in_10_4_0
 E in_10_5_0
 E in_10_6_0
 E in_10_7_0
 E out_11_0_0
 E out_11_1_0
 E out_11_2_0
 E out_11_3_0
 E out_11_4_0
 E out_11_5_0
 E out_11_6_0
 E out_11_7_0
 E in_11_0_0
 E in_11_1_0
 E in_11_2_0
 E in_11_3_0
 E in_11_4_0
 E in_11_5_0
 E in_11_6_0
 E in_11_7_0
 E out_12_0_0
 E out_12_1_0
 E out_12_2_0
 E out_12_3_0
 E out_12_4_0
 E out_12_5_0
 E out_12_6_0
 E out_12_7_0
 E in_12_0_0
 E in_12_1_0
 E in_12_2_0
 E in_12_3_0
 E in_12_4_0
 E in_12_5_0
 E in_12_6_0
 E in_12_7_0
 E out_13_0_0
 E out_13_1_0
 E out_13_2_0
 E out_13_3_0
 E out_13_4_0
 E out_13_5_0
 E out_13_6_0
 E out_13_7_0
 E in_13_0_0
 E in_13_1_0
 E in_13_2_0
 E in_13_3_0
 E in_13_4_0
 E in_13_5_0
 E in_13_6_0
 E in_13_7_0
 E out_14_0_0
 E out_14_1_0
 E out_14_2_0
 E out_14_3_0
 E out_14_4_0
 E out_14_5_0
 E out_14_6_0
 E out_14_7_0
 E in_14_0_0
 E in_14_1_0
 E in_14_2_0
 E in_14_3_0
 E in_14_4_0
 E in_14_5_0
 E in_14_6_0
 E in_14_7_0
 E out_15_0_0
 E out_15_1_0
 E out_15_2_0
 E out_15_3_0
 E out_15_4_0
 E out_15_5_0
 E out_15_6_0
 E out_15_7_0
 E in_15_0_0
 E in_15_1_0
 E in_15_2_0
 E in_15_3_0
 E in_15_4_0
 E in_15_5_0
 E in_15_6_0
 E in_15_7_0
 E out_16_0_0
 E out_16_1_0
 E out_16_2_0
 E out_16_3_0
 E out_16_4_0
 E out_16_5_0
 E out_16_6_0
 E out_16_7_0
 E in_16_0_0
 E in_16_1_0
 E in_16_2_0
 E in_16_3_0
 E in_16_4_0
 E in_16_5_0
 E in_16_6_0
 E in_16_7_0
 E out_17_0_0
 E out_17_1_0
 E out_17_2_0
 E out_17_3_0
 E out_17_4_0
 E out_17_5_0
 E out_17_6_0
 E out_17_7_0
 E in_17_0_0
 E in_17_1_0
 E in_17_2_0
 E in_17_3_0
 E in_17_4_0
 E in_17_5_0
 E in_17_6_0
 E in_17_7_0
 E out_18_0_0
 E out_18_1_0
 E out_18_2_0
 E out_18_3_0
 E out_18_4_0
 E out_18_5_0
 E out_18_6_0
 E out_18_7_0
 E in_18_0_0
 E in_18_1_0
 E in_18_2_0
 E in_18_3_0
 E in_18_4_0
 E in_18_5_0
 E in_18_6_0
 E in_18_7_0
 E out_19_0_0
 E out_19_1_0
 E out_19_2_0
 E out_19_3_0
 E out_19_4_0
 E out_19_5_0
 E out_19_6_0
 E out_19_7_0
 E in_19_0_0
 E in_19_1_0
 E in_19_2_0
 E in_19_3_0
 E in_19_4_0
 E in_19_5_0
 E in_19_6_0
 E in_19_7_0
 E out_20_0_0
 E out_20_1_0
 E out_20_2_0
 E out_20_3_0
 E out_20_4_0
 E out_20_5_0
 E out_20_6_0
 E out_20_7_0
 E in_20_0_0
 E in_20_1_0
 E in_20_2_0
 E in_20_3_0
 E in_20_4_0
 E in_20_5_0
 E in_20_6_0
 E in_20_7_0
 E out_21_0_0
 E out_21_1_0
 E out_21_2_0
 E out_21_3_0
 E out_21_4_0
 E out_21_5_0
 E out_21_6_0
 E out_21_7_0
 E in_21_0_0
 E in_21_1_0
 E in_21_2_0
 E in_21_3_0
 E in_21_4_0
 E in_21_5_0
 E in_21_6_0
 E in_21_7_0
 E out_22_0_0
 E out_22_1_0
 E out_22_2_0
 E out_22_3_0
 E out_22_4_0
 E out_22_5_0
 E out_22_6_0
 E out_22_7_0
 E in_22_0_0
 E in_22_1_0
 E in_22_2_0
 E in_22_3_0
 E in_22_4_0
 E in_22_5_0
 E in_22_6_0
 E in_22_7_0
 E out_23_0_0
 E out_23_1_0
 E out_23_2_0
 E out_23_3_0
 E out_23_4_0
 E out_23_5_0
 E out_23_6_0
 E out_23_7_0
 E in_23_0_0
 E in_23_1_0
 E in_23_2_0
 E in_23_3_0
 E in_23_4_0
 E in_23_5_0
 E in_23_6_0
 E in_23_7_0
 E out_24_0_0
 E out_24_1_0
 E out_24_2_0
 E out_24_3_0
 E out_24_4_0
 E out_24_5_0
 E out_24_6_0
 E out_24_7_0
 E in_24_0_0
 E in_24_1_0
 E in_24_2_0
 E in_24_3_0
 E in_24_4_0
 E in_24_5_0
 E in_24_6_0
 E in_24_7_0
 E out_25_0_0
 E out_25_1_0
 E out_25_2_0
 E out_25_3_0
 E out_25_4_0
 E out_25_5_0
 E out_25_6_0
 E out_25_7_0
 E in_25_0_0
 E in_25_1_0
 E in_25_2_0
 E in_25_3_0
 E in_25_4_0
 E in_25_5_0
 E in_25_6_0
 E in_25_7_0
 E out_26_0_0
 E out_26_1_0
 E out_26_2_0
 E out_26_3_0
 E out_26_4_0
 E out_26_5_0
 E out_26_6_0
 E out_26_7_0
 E in_26_1_0
 E in_26_2_0
 E in_26_3_0
 E in_26_4_0
 E in_26_5_0
 E in_26_6_0
 E in_26_7_0
 E out_27_1_0
 E out_27_2_0
 E out_27_3_0
 E out_27_4_0
 E out_27_5_0
 E out_27_6_0
 E out_27_7_0
 E in_27_2_0
 E in_27_3_0
 E in_27_4_0
 E in_27_5_0
 E in_27_6_0
 E in_27_7_0
 E out_28_2_0
 E out_28_3_0
 E out_28_4_0
 E out_28_5_0
 E out_28_6_0
 E out_28_7_0
 E in_28_3_0
 E in_28_4_0
 E in_28_5_0
 E in_28_6_0
 E in_28_7_0
 E out_29_3_0
 E out_29_4_0
 E out_29_5_0
 E out_29_6_0
 E out_29_7_0
 E in_29_4_0
 E in_29_5_0
 E in_29_6_0
 E in_29_7_0
 E out_30_4_0
 E out_30_5_0
 E out_30_6_0
 E out_30_7_0
 E in_30_5_0
 E in_30_6_0
 E in_30_7_0
 E out_31_5_0
 E out_31_6_0
 E out_31_7_0
 E in_31_6_0
 E in_31_7_0
 E out_32_6_0
 E out_32_7_0
 E in_32_7_0
 E computation_0
 E computation_1
 E computation_2
 E computation_3
 E computation_4
 E computation_5
 E computation_6
 E computation_7
 E communication_0
 E communication_1
 E communication_2
 E communication_3
 E communication_4
 E communication_5
 E communication_6
 L max_0_0
 L max_0_1
 L max_0_2
 L max_0_3
 L max_0_4
 L max_0_5
 L max_0_6
 L max_0_7
 L max_0_8
 L max_0_9
 L max_0_10
 L max_0_11
 L max_0_12
 L max_0_13
 L max_0_14
 L whole_0_0
 L whole_1_0
 L whole_2_0
 L whole_3_0
 L whole_5_0
 L whole_6_0
 L whole_7_0
 L whole_8_0
 L whole_9_0
 L whole_10_0
 L whole_11_0
 L whole_12_0
 L whole_13_0
 L whole_14_0
 L whole_15_0
 L whole_16_0
 L whole_17_0
 L whole_18_0
 L whole_19_0
 L whole_20_0
 L whole_21_0
 L whole_22_0
 L whole_23_0
 L whole_24_0
 L whole_25_0
 L whole_26_0
 L whole_27_0
 L whole_28_0
 L whole_29_0
 L whole_30_0
 L whole_31_0
 L whole_32_0
 L bottleneck_0_0
 L whole_0_1
 L whole_1_1
 L whole_2_1
 L whole_3_1
 L whole_4_1
 L whole_5_1
 L whole_6_1
 L whole_7_1
 L whole_9_1
 L whole_10_1
 L whole_11_1
 L whole_12_1
 L whole_13_1
 L whole_14_1
 L whole_15_1
 L whole_16_1
 L whole_17_1
 L whole_18_1
 L whole_19_1
 L whole_20_1
 L whole_21_1
 L whole_22_1
 L whole_23_1
 L whole_24_1
 L whole_25_1
 L whole_26_1
 L whole_27_1
 L whole_28_1
 L whole_29_1
 L whole_30_1
 L whole_31_1
 L whole_32_1
 L bottleneck_0_1
 L whole_0_2
 L whole_1_2
 L whole_2_2
 L whole_3_2
 L whole_4_2
 L whole_5_2
 L whole_6_2
 L whole_7_2
 L whole_8_2
 L whole_9_2
 L whole_10_2
 L whole_11_2
 L whole_13_2
 L whole_14_2
 L whole_15_2
 L whole_16_2
 L whole_17_2
 L whole_18_2
 L whole_19_2
 L whole_20_2
 L whole_21_2
 L whole_22_2
 L whole_23_2
 L whole_24_2
 L whole_25_2
 L whole_26_2
 L whole_27_2
 L whole_28_2
 L whole_29_2
 L whole_30_2
 L whole_31_2
 L whole_32_2
 L bottleneck_0_2
 L whole_0_3
 L whole_1_3
 L whole_2_3
 L whole_3_3
 L whole_4_3
 L whole_5_3
 L whole_6_3
 L whole_7_3
 L whole_8_3
 L whole_9_3
 L whole_10_3
 L whole_11_3
 L whole_12_3
 L whole_13_3
 L whole_14_3
 L whole_15_3
 L whole_17_3
 L whole_18_3
 L whole_19_3
 L whole_20_3
 L whole_21_3
 L whole_22_3
 L whole_23_3
 L whole_24_3
 L whole_25_3
 L whole_26_3
 L whole_27_3
 L whole_28_3
 L whole_29_3
 L whole_30_3
 L whole_31_3
 L whole_32_3
 L bottleneck_0_3
 L whole_0_4
 L whole_1_4
 L whole_2_4
 L whole_3_4
 L whole_4_4
 L whole_5_4
 L whole_6_4
 L whole_7_4
 L whole_8_4
 L whole_9_4
 L whole_10_4
 L whole_11_4
 L whole_12_4
 L whole_13_4
 L whole_14_4
 L whole_15_4
 L whole_16_4
 L whole_17_4
 L whole_18_4
 L whole_19_4
 L whole_21_4
 L whole_22_4
 L whole_23_4
 L whole_24_4
 L whole_25_4
 L whole_26_4
 L whole_27_4
 L whole_28_4
 L whole_29_4
 L whole_30_4
 L whole_31_4
 L whole_32_4
 L bottleneck_0_4
 L whole_0_5
 L whole_1_5
 L whole_2_5
 L whole_3_5
 L whole_4_5
 L whole_5_5
 L whole_6_5
 L whole_7_5
 L whole_8_5
 L whole_9_5
 L whole_10_5
 L whole_11_5
 L whole_12_5
 L whole_13_5
 L whole_14_5
 L whole_15_5
 L whole_16_5
 L whole_17_5
 L whole_18_5
 L whole_19_5
 L whole_20_5
 L whole_21_5
 L whole_22_5
 L whole_23_5
 L whole_25_5
 L whole_26_5
 L whole_27_5
 L whole_28_5
 L whole_29_5
 L whole_30_5
 L whole_31_5
 L whole_32_5
 L bottleneck_0_5
 L whole_0_6
 L whole_1_6
 L whole_2_6
 L whole_3_6
 L whole_4_6
 L whole_5_6
 L whole_6_6
 L whole_7_6
 L whole_8_6
 L whole_9_6
 L whole_10_6
 L whole_11_6
 L whole_12_6
 L whole_13_6
 L whole_14_6
 L whole_15_6
 L whole_16_6
 L whole_17_6
 L whole_18_6
 L whole_19_6
 L whole_20_6
 L whole_21_6
 L whole_22_6
 L whole_23_6
 L whole_24_6
 L whole_25_6
 L whole_26_6
 L whole_27_6
 L whole_29_6
 L whole_30_6
 L whole_31_6
 L whole_32_6
 L bottleneck_0_6
COLUMNS
    MARKER 'MARKER' 'INTORG'
    X_0_0_0 one_0 1
    X_0_0_0 memory_0 51.08815361200013
    X_0_0_0 out_0_0_0 -1
    X_0_0_0 computation_0 2.6515553724501606
    X_1_0_0 one_1 1
    X_1_0_0 before_1_0 1
    X_1_0_0 memory_0 201.54595900894122
    X_1_0_0 in_0_0_0 -1
    X_1_0_0 out_1_0_0 -1
    X_1_0_0 computation_0 489.7131271795975
    X_1_1_0 one_1 1
    X_1_1_0 memory_1 201.54595900894122
    X_1_1_0 in_0_1_0 -1
    X_1_1_0 out_1_1_0 -1
    X_1_1_0 computation_1 489.7131271795975
    X_2_0_0 one_2 1
    X_2_0_0 before_2_0 1
    X_2_0_0 before_2_1 1
    X_2_0_0 memory_0 201.54595900894122
    X_2_0_0 in_1_0_0 -1
    X_2_0_0 out_2_0_0 -1
    X_2_0_0 computation_0 489.7131271795975
    X_2_1_0 one_2 1
    X_2_1_0 before_2_1 1
    X_2_1_0 memory_1 201.54595900894122
    X_2_1_0 in_1_1_0 -1
    X_2_1_0 out_2_1_0 -1
    X_2_1_0 computation_1 489.7131271795975
    X_2_2_0 one_2 1
    X_2_2_0 memory_2 201.54595900894122
    X_2_2_0 in_1_2_0 -1
    X_2_2_0 out_2_2_0 -1
    X_2_2_0 computation_2 489.7131271795975
    X_3_0_0 one_3 1
    X_3_0_0 before_3_0 1
    X_3_0_0 before_3_1 1
    X_3_0_0 before_3_2 1
    X_3_0_0 memory_0 201.54595900894122
    X_3_0_0 in_2_0_0 -1
    X_3_0_0 out_3_0_0 -1
    X_3_0_0 computation_0 489.7131271795975
    X_3_1_0 one_3 1
    X_3_1_0 before_3_1 1
    X_3_1_0 before_3_2 1
    X_3_1_0 memory_1 201.54595900894122
    X_3_1_0 in_2_1_0 -1
    X_3_1_0 out_3_1_0 -1
    X_3_1_0 computation_1 489.7131271795975
    X_3_2_0 one_3 1
    X_3_2_0 before_3_2 1
    X_3_2_0 memory_2 201.54595900894122
    X_3_2_0 in_2_2_0 -1
    X_3_2_0 out_3_2_0 -1
    X_3_2_0 computation_2 489.7131271795975
    X_3_3_0 one_3 1
    X_3_3_0 memory_3 201.54595900894122
    X_3_3_0 in_2_3_0 -1
    X_3_3_0 out_3_3_0 -1
    X_3_3_0 computation_3 489.7131271795975
    X_4_0_0 one_4 1
    X_4_0_0 before_4_0 1
    X_4_0_0 before_4_1 1
    X_4_0_0 before_4_2 1
    X_4_0_0 before_4_3 1
    X_4_0_0 memory_0 201.54595900894122
    X_4_0_0 in_3_0_0 -1
    X_4_0_0 out_4_0_0 -1
    X_4_0_0 computation_0 489.7131271795975
    X_4_1_0 one_4 1
    X_4_1_0 before_4_1 1
    X_4_1_0 before_4_2 1
    X_4_1_0 before_4_3 1
    X_4_1_0 memory_1 201.54595900894122
    X_4_1_0 in_3_1_0 -1
    X_4_1_0 out_4_1_0 -1
    X_4_1_0 computation_1 489.7131271795975
    X_4_2_0 one_4 1
    X_4_2_0 before_4_2 1
    X_4_2_0 before_4_3 1
    X_4_2_0 memory_2 201.54595900894122
    X_4_2_0 in_3_2_0 -1
    X_4_2_0 out_4_2_0 -1
    X_4_2_0 computation_2 489.7131271795975
    X_4_3_0 one_4 1
    X_4_3_0 before_4_3 1
    X_4_3_0 memory_3 201.54595900894122
    X_4_3_0 in_3_3_0 -1
    X_4_3_0 out_4_3_0 -1
    X_4_3_0 computation_3 489.7131271795975
    X_4_4_0 one_4 1
    X_4_4_0 memory_4 201.54595900894122
    X_4_4_0 in_3_4_0 -1
    X_4_4_0 out_4_4_0 -1
    X_4_4_0 computation_4 489.7131271795975
    X_5_0_0 one_5 1
    X_5_0_0 before_5_0 1
    X_5_0_0 before_5_1 1
    X_5_0_0 before_5_2 1
    X_5_0_0 before_5_3 1
    X_5_0_0 before_5_4 1
    X_5_0_0 memory_0 201.54595900894122
    X_5_0_0 in_4_0_0 -1
    X_5_0_0 out_5_0_0 -1
    X_5_0_0 computation_0 489.7131271795975
    X_5_1_0 one_5 1
    X_5_1_0 before_5_1 1
    X_5_1_0 before_5_2 1
    X_5_1_0 before_5_3 1
    X_5_1_0 before_5_4 1
    X_5_1_0 memory_1 201.54595900894122
    X_5_1_0 in_4_1_0 -1
    X_5_1_0 out_5_1_0 -1
    X_5_1_0 computation_1 489.7131271795975
    X_5_2_0 one_5 1
    X_5_2_0 before_5_2 1
    X_5_2_0 before_5_3 1
    X_5_2_0 before_5_4 1
    X_5_2_0 memory_2 201.54595900894122
    X_5_2_0 in_4_2_0 -1
    X_5_2_0 out_5_2_0 -1
    X_5_2_0 computation_2 489.7131271795975
    X_5_3_0 one_5 1
    X_5_3_0 before_5_3 1
    X_5_3_0 before_5_4 1
    X_5_3_0 memory_3 201.54595900894122
    X_5_3_0 in_4_3_0 -1
    X_5_3_0 out_5_3_0 -1
    X_5_3_0 computation_3 489.7131271795975
    X_5_4_0 one_5 1
    X_5_4_0 before_5_4 1
    X_5_4_0 memory_4 201.54595900894122
    X_5_4_0 in_4_4_0 -1
    X_5_4_0 out_5_4_0 -1
    X_5_4_0 computation_4 489.7131271795975
    X_5_5_0 one_5 1
    X_5_5_0 memory_5 201.54595900894122
    X_5_5_0 in_4_5_0 -1
    X_5_5_0 out_5_5_0 -1
    X_5_5_0 computation_5 489.7131271795975
    X_6_0_0 one_6 1
    X_6_0_0 before_6_0 1
    X_6_0_0 before_6_1 1
    X_6_0_0 before_6_2 1
    X_6_0_0 before_6_3 1
    X_6_0_0 before_6_4 1
    X_6_0_0 before_6_5 1
    X_6_0_0 memory_0 201.54595900894122
    X_6_0_0 in_5_0_0 -1
    X_6_0_0 out_6_0_0 -1
    X_6_0_0 computation_0 489.7131271795975
    X_6_1_0 one_6 1
    X_6_1_0 before_6_1 1
    X_6_1_0 before_6_2 1
    X_6_1_0 before_6_3 1
    X_6_1_0 before_6_4 1
    X_6_1_0 before_6_5 1
    X_6_1_0 memory_1 201.54595900894122
    X_6_1_0 in_5_1_0 -1
    X_6_1_0 out_6_1_0 -1
    X_6_1_0 computation_1 489.7131271795975
    X_6_2_0 one_6 1
    X_6_2_0 before_6_2 1
    X_6_2_0 before_6_3 1
    X_6_2_0 before_6_4 1
    X_6_2_0 before_6_5 1
    X_6_2_0 memory_2 201.54595900894122
    X_6_2_0 in_5_2_0 -1
    X_6_2_0 out_6_2_0 -1
    X_6_2_0 computation_2 489.7131271795975
    X_6_3_0 one_6 1
    X_6_3_0 before_6_3 1
    X_6_3_0 before_6_4 1
    X_6_3_0 before_6_5 1
    X_6_3_0 memory_3 201.54595900894122
    X_6_3_0 in_5_3_0 -1
    X_6_3_0 out_6_3_0 -1
    X_6_3_0 computation_3 489.7131271795975
    X_6_4_0 one_6 1
    X_6_4_0 before_6_4 1
    X_6_4_0 before_6_5 1
    X_6_4_0 memory_4 201.54595900894122
    X_6_4_0 in_5_4_0 -1
    X_6_4_0 out_6_4_0 -1
    X_6_4_0 computation_4 489.7131271795975
    X_6_5_0 one_6 1
    X_6_5_0 before_6_5 1
    X_6_5_0 memory_5 201.54595900894122
    X_6_5_0 in_5_5_0 -1
    X_6_5_0 out_6_5_0 -1
    X_6_5_0 computation_5 489.7131271795975
    X_6_6_0 one_6 1
    X_6_6_0 memory_6 201.54595900894122
    X_6_6_0 in_5_6_0 -1
    X_6_6_0 out_6_6_0 -1
    X_6_6_0 computation_6 489.7131271795975
    X_7_0_0 one_7 1
    X_7_0_0 before_7_0 1
    X_7_0_0 before_7_1 1
    X_7_0_0 before_7_2 1
    X_7_0_0 before_7_3 1
    X_7_0_0 before_7_4 1
    X_7_0_0 before_7_5 1
    X_7_0_0 before_7_6 1
    X_7_0_0 memory_0 201.54595900894122
    X_7_0_0 in_6_0_0 -1
    X_7_0_0 out_7_0_0 -1
    X_7_0_0 computation_0 489.7131271795975
    X_7_1_0 one_7 1
    X_7_1_0 before_7_1 1
    X_7_1_0 before_7_2 1
    X_7_1_0 before_7_3 1
    X_7_1_0 before_7_4 1
    X_7_1_0 before_7_5 1
    X_7_1_0 before_7_6 1
    X_7_1_0 memory_1 201.54595900894122
    X_7_1_0 in_6_1_0 -1
    X_7_1_0 out_7_1_0 -1
    X_7_1_0 computation_1 489.7131271795975
    X_7_2_0 one_7 1
    X_7_2_0 before_7_2 1
    X_7_2_0 before_7_3 1
    X_7_2_0 before_7_4 1
    X_7_2_0 before_7_5 1
    X_7_2_0 before_7_6 1
    X_7_2_0 memory_2 201.54595900894122
    X_7_2_0 in_6_2_0 -1
    X_7_2_0 out_7_2_0 -1
    X_7_2_0 computation_2 489.7131271795975
    X_7_3_0 one_7 1
    X_7_3_0 before_7_3 1
    X_7_3_0 before_7_4 1
    X_7_3_0 before_7_5 1
    X_7_3_0 before_7_6 1
    X_7_3_0 memory_3 201.54595900894122
    X_7_3_0 in_6_3_0 -1
    X_7_3_0 out_7_3_0 -1
    X_7_3_0 computation_3 489.7131271795975
    X_7_4_0 one_7 1
    X_7_4_0 before_7_4 1
    X_7_4_0 before_7_5 1
    X_7_4_0 before_7_6 1
    X_7_4_0 memory_4 201.54595900894122
    X_7_4_0 in_6_4_0 -1
    X_7_4_0 out_7_4_0 -1
    X_7_4_0 computation_4 489.7131271795975
    X_7_5_0 one_7 1
    X_7_5_0 before_7_5 1
    X_7_5_0 before_7_6 1
    X_7_5_0 memory_5 201.54595900894122
    X_7_5_0 in_6_5_0 -1
    X_7_5_0 out_7_5_0 -1
    X_7_5_0 computation_5 489.7131271795975
    X_7_6_0 one_7 1
    X_7_6_0 before_7_6 1
    X_7_6_0 memory_6 201.54595900894122
    X_7_6_0 in_6_6_0 -1
    X_7_6_0 out_7_6_0 -1
    X_7_6_0 computation_6 489.7131271795975
    X_7_7_0 one_7 1
    X_7_7_0 memory_7 201.54595900894122
    X_7_7_0 in_6_7_0 -1
    X_7_7_0 out_7_7_0 -1
    X_7_7_0 computation_7 489.7131271795975
    X_8_0_0 one_8 1
    X_8_0_0 before_8_0 1
    X_8_0_0 before_8_1 1
    X_8_0_0 before_8_2 1
    X_8_0_0 before_8_3 1
    X_8_0_0 before_8_4 1
    X_8_0_0 before_8_5 1
    X_8_0_0 before_8_6 1
    X_8_0_0 memory_0 201.54595900894122
    X_8_0_0 in_7_0_0 -1
    X_8_0_0 out_8_0_0 -1
    X_8_0_0 computation_0 489.7131271795975
    X_8_1_0 one_8 1
    X_8_1_0 before_8_1 1
    X_8_1_0 before_8_2 1
    X_8_1_0 before_8_3 1
    X_8_1_0 before_8_4 1
    X_8_1_0 before_8_5 1
    X_8_1_0 before_8_6 1
    X_8_1_0 memory_1 201.54595900894122
    X_8_1_0 in_7_1_0 -1
    X_8_1_0 out_8_1_0 -1
    X_8_1_0 computation_1 489.7131271795975
    X_8_2_0 one_8 1
    X_8_2_0 before_8_2 1
    X_8_2_0 before_8_3 1
    X_8_2_0 before_8_4 1
    X_8_2_0 before_8_5 1
    X_8_2_0 before_8_6 1
    X_8_2_0 memory_2 201.54595900894122
    X_8_2_0 in_7_2_0 -1
    X_8_2_0 out_8_2_0 -1
    X_8_2_0 computation_2 489.7131271795975
    X_8_3_0 one_8 1
    X_8_3_0 before_8_3 1
    X_8_3_0 before_8_4 1
    X_8_3_0 before_8_5 1
    X_8_3_0 before_8_6 1
    X_8_3_0 memory_3 201.54595900894122
    X_8_3_0 in_7_3_0 -1
    X_8_3_0 out_8_3_0 -1
    X_8_3_0 computation_3 489.7131271795975
    X_8_4_0 one_8 1
    X_8_4_0 before_8_4 1
    X_8_4_0 before_8_5 1
    X_8_4_0 before_8_6 1
    X_8_4_0 memory_4 201.54595900894122
    X_8_4_0 in_7_4_0 -1
    X_8_4_0 out_8_4_0 -1
    X_8_4_0 computation_4 489.7131271795975
    X_8_5_0 one_8 1
    X_8_5_0 before_8_5 1
    X_8_5_0 before_8_6 1
    X_8_5_0 memory_5 201.54595900894122
    X_8_5_0 in_7_5_0 -1
    X_8_5_0 out_8_5_0 -1
    X_8_5_0 computation_5 489.7131271795975
    X_8_6_0 one_8 1
    X_8_6_0 before_8_6 1
    X_8_6_0 memory_6 201.54595900894122
    X_8_6_0 in_7_6_0 -1
    X_8_6_0 out_8_6_0 -1
    X_8_6_0 computation_6 489.7131271795975
    X_8_7_0 one_8 1
    X_8_7_0 memory_7 201.54595900894122
    X_8_7_0 in_7_7_0 -1
    X_8_7_0 out_8_7_0 -1
    X_8_7_0 computation_7 489.7131271795975
    X_9_0_0 one_9 1
    X_9_0_0 before_9_0 1
    X_9_0_0 before_9_1 1
    X_9_0_0 before_9_2 1
    X_9_0_0 before_9_3 1
    X_9_0_0 before_9_4 1
    X_9_0_0 before_9_5 1
    X_9_0_0 before_9_6 1
    X_9_0_0 memory_0 201.54595900894122
    X_9_0_0 in_8_0_0 -1
    X_9_0_0 out_9_0_0 -1
    X_9_0_0 computation_0 489.7131271795975
    X_9_1_0 one_9 1
    X_9_1_0 before_9_1 1
    X_9_1_0 before_9_2 1
    X_9_1_0 before_9_3 1
    X_9_1_0 before_9_4 1
    X_9_1_0 before_9_5 1
    X_9_1_0 before_9_6 1
    X_9_1_0 memory_1 201.54595900894122
    X_9_1_0 in_8_1_0 -1
    X_9_1_0 out_9_1_0 -1
    X_9_1_0 computation_1 489.7131271795975
    X_9_2_0 one_9 1
    X_9_2_0 before_9_2 1
    X_9_2_0 before_9_3 1
    X_9_2_0 before_9_4 1
    X_9_2_0 before_9_5 1
    X_9_2_0 before_9_6 1
    X_9_2_0 memory_2 201.54595900894122
    X_9_2_0 in_8_2_0 -1
    X_9_2_0 out_9_2_0 -1
    X_9_2_0 computation_2 489.7131271795975
    X_9_3_0 one_9 1
    X_9_3_0 before_9_3 1
    X_9_3_0 before_9_4 1
    X_9_3_0 before_9_5 1
    X_9_3_0 before_9_6 1
    X_9_3_0 memory_3 201.54595900894122
    X_9_3_0 in_8_3_0 -1
    X_9_3_0 out_9_3_0 -1
    X_9_3_0 computation_3 489.7131271795975
    X_9_4_0 one_9 1
    X_9_4_0 before_9_4 1
    X_9_4_0 before_9_5 1
    X_9_4_0 before_9_6 1
    X_9_4_0 memory_4 201.54595900894122
    X_9_4_0 in_8_4_0 -1
    X_9_4_0 out_9_4_0 -1
    X_9_4_0 computation_4 489.7131271795975
    X_9_5_0 one_9 1
    X_9_5_0 before_9_5 1
    X_9_5_0 before_9_6 1
    X_9_5_0 memory_5 201.54595900894122
    X_9_5_0 in_8_5_0 -1
    X_9_5_0 out_9_5_0 -1
    X_9_5_0 computation_5 489.7131271795975
    X_9_6_0 one_9 1
    X_9_6_0 before_9_6 1
    X_9_6_0 memory_6 201.54595900894122
    X_9_6_0 in_8_6_0 -1
    X_9_6_0 out_9_6_0 -1
    X_9_6_0 computation_6 489.7131271795975
    X_9_7_0 one_9 1
    X_9_7_0 memory_7 201.54595900894122
    X_9_7_0 in_8_7_0 -1
    X_9_7_0 out_9_7_0 -1
    X_9_7_0 computation_7 489.7131271795975
    X_10_0_0 one_10 1
    X_10_0_0 before_10_0 1
    X_10_0_0 before_10_1 1
    X_10_0_0 before_10_2 1
    X_10_0_0 before_10_3 1
    X_10_0_0 before_10_4 1
    X_10_0_0 before_10_5 1
    X_10_0_0 before_10_6 1
    X_10_0_0 memory_0 201.54595900894122
    X_10_0_0 in_9_0_0 -1
    X_10_0_0 out_10_0_0 -1
    X_10_0_0 computation_0 489.7131271795975
    X_10_1_0 one_10 1
    X_10_1_0 before_10_1 1
    X_10_1_0 before_10_2 1
    X_10_1_0 before_10_3 1
    X_10_1_0 before_10_4 1
    X_10_1_0 before_10_5 1
    X_10_1_0 before_10_6 1
    X_10_1_0 memory_1 201.54595900894122
    X_10_1_0 in_9_1_0 -1
    X_10_1_0 out_10_1_0 -1
    X_10_1_0 computation_1 489.7131271795975
    X_10_2_0 one_10 1
    X_10_2_0 before_10_2 1
    X_10_2_0 before_10_3 1
    X_10_2_0 before_10_4 1
    X_10_2_0 before_10_5 1
    X_10_2_0 before_10_6 1
    X_10_2_0 memory_2 201.54595900894122
    X_10_2_0 in_9_2_0 -1
    X_10_2_0 out_10_2_0 -1
    X_10_2_0 computation_2 489.7131271795975
    X_10_3_0 one_10 1
    X_10_3_0 before_10_3 1
    X_10_3_0 before_10_4 1
    X_10_3_0 before_10_5 1
    X_10_3_0 before_10_6 1
    X_10_3_0 memory_3 201.54595900894122
    X_10_3_0 in_9_3_0 -1
    X_10_3_0 out_10_3_0 -1
    X_10_3_0 computation_3 489.7131271795975
    X_10_4_0 one_10 1
    X_10_4_0 before_10_4 1
    X_10_4_0 before_10_5 1
    X_10_4_0 before_10_6 1
    X_10_4_0 memory_4 201.54595900894122
    X_10_4_0 in_9_4_0 -1
    X_10_4_0 out_10_4_0 -1
    X_10_4_0 computation_4 489.7131271795975
    X_10_5_0 one_10 1
    X_10_5_0 before_10_5 1
    X_10_5_0 before_10_6 1
    X_10_5_0 memory_5 201.54595900894122
    X_10_5_0 in_9_5_0 -1
    X_10_5_0 out_10_5_0 -1
    X_10_5_0 computation_5 489.7131271795975
    X_10_6_0 one_10 1
    X_10_6_0 before_10_6 1
    X_10_6_0 memory_6 201.54595900894122
    X_10_6_0 in_9_6_0 -1
    X_10_6_0 out_10_6_0 -1
    X_10_6_0 computation_6 489.7131271795975
    X_10_7_0 one_10 1
    X_10_7_0 memory_7 201.54595900894122
    X_10_7_0 in_9_7_0 -1
    X_10_7_0 out_10_7_0 -1
    X_10_7_0 computation_7 489.7131271795975
    X_11_0_0 one_11 1
    X_11_0_0 before_11_0 1
    X_11_0_0 before_11_1 1
    X_11_0_0 before_11_2 1
    X_11_0_0 before_11_3 1
    X_11_0_0 before_11_4 1
    X_11_0_0 before_11_5 1
    X_11_0_0 before_11_6 1
    X_11_0_0 memory_0 201.54595900894122
    X_11_0_0 in_10_0_0 -1
    X_11_0_0 out_11_0_0 -1
    X_11_0_0 computation_0 489.7131271795975
    X_11_1_0 one_11 1
    X_11_1_0 before_11_1 1
    X_11_1_0 before_11_2 1
    X_11_1_0 before_11_3 1
    X_11_1_0 before_11_4 1
    X_11_1_0 before_11_5 1
    X_11_1_0 before_11_6 1
    X_11_1_0 memory_1 201.54595900894122
    X_11_1_0 in_10_1_0 -1
    X_11_1_0 out_11_1_0 -1
    X_11_1_0 computation_1 489.7131271795975
    X_11_2_0 one_11 1
    X_11_2_0 before_11_2 1
    X_11_2_0 before_11_3 1
    X_11_2_0 before_11_4 1
    X_11_2_0 before_11_5 1
    X_11_2_0 before_11_6 1
    X_11_2_0 memory_2 201.54595900894122
    X_11_2_0 in_10_2_0 -1
    X_11_2_0 out_11_2_0 -1
    X_11_2_0 computation_2 489.7131271795975
    X_11_3_0 one_11 1
    X_11_3_0 before_11_3 1
    X_11_3_0 before_11_4 1
    X_11_3_0 before_11_5 1
    X_11_3_0 before_11_6 1
    X_11_3_0 memory_3 201.54595900894122
    X_11_3_0 in_10_3_0 -1
    X_11_3_0 out_11_3_0 -1
    X_11_3_0 computation_3 489.7131271795975
    X_11_4_0 one_11 1
    X_11_4_0 before_11_4 1
    X_11_4_0 before_11_5 1
    X_11_4_0 before_11_6 1
    X_11_4_0 memory_4 201.54595900894122
    X_11_4_0 in_10_4_0 -1
    X_11_4_0 out_11_4_0 -1
    X_11_4_0 computation_4 489.7131271795975
    X_11_5_0 one_11 1
    X_11_5_0 before_11_5 1
    X_11_5_0 before_11_6 1
    X_11_5_0 memory_5 201.54595900894122
    X_11_5_0 in_10_5_0 -1
    X_11_5_0 out_11_5_0 -1
    X_11_5_0 computation_5 489.7131271795975
    X_11_6_0 one_11 1
    X_11_6_0 before_11_6 1
    X_11_6_0 memory_6 201.54595900894122
    X_11_6_0 in_10_6_0 -1
    X_11_6_0 out_11_6_0 -1
    X_11_6_0 computation_6 489.7131271795975
    X_11_7_0 one_11 1
    X_11_7_0 memory_7 201.54595900894122
    X_11_7_0 in_10_7_0 -1
    X_11_7_0 out_11_7_0 -1
    X_11_7_0 computation_7 489.7131271795975
    X_12_0_0 one_12 1
    X_12_0_0 before_12_0 1
    X_12_0_0 before_12_1 1
    X_12_0_0 before_12_2 1
    X_12_0_0 before_12_3 1
    X_12_0_0 before_12_4 1
    X_12_0_0 before_12_5 1
    X_12_0_0 before_12_6 1
    X_12_0_0 memory_0 201.54595900894122
    X_12_0_0 in_11_0_0 -1
    X_12_0_0 out_12_0_0 -1
    X_12_0_0 computation_0 489.7131271795975
    X_12_1_0 one_12 1
    X_12_1_0 before_12_1 1
    X_12_1_0 before_12_2 1
    X_12_1_0 before_12_3 1
    X_12_1_0 before_12_4 1
    X_12_1_0 before_12_5 1
    X_12_1_0 before_12_6 1
    X_12_1_0 memory_1 201.54595900894122
    X_12_1_0 in_11_1_0 -1
    X_12_1_0 out_12_1_0 -1
    X_12_1_0 computation_1 489.7131271795975
    X_12_2_0 one_12 1
    X_12_2_0 before_12_2 1
    X_12_2_0 before_12_3 1
    X_12_2_0 before_12_4 1
    X_12_2_0 before_12_5 1
    X_12_2_0 before_12_6 1
    X_12_2_0 memory_2 201.54595900894122
    X_12_2_0 in_11_2_0 -1
    X_12_2_0 out_12_2_0 -1
    X_12_2_0 computation_2 489.7131271795975
    X_12_3_0 one_12 1
    X_12_3_0 before_12_3 1
    X_12_3_0 before_12_4 1
    X_12_3_0 before_12_5 1
    X_12_3_0 before_12_6 1
    X_12_3_0 memory_3 201.54595900894122
    X_12_3_0 in_11_3_0 -1
    X_12_3_0 out_12_3_0 -1
    X_12_3_0 computation_3 489.7131271795975
    X_12_4_0 one_12 1
    X_12_4_0 before_12_4 1
    X_12_4_0 before_12_5 1
    X_12_4_0 before_12_6 1
    X_12_4_0 memory_4 201.54595900894122
    X_12_4_0 in_11_4_0 -1
    X_12_4_0 out_12_4_0 -1
    X_12_4_0 computation_4 489.7131271795975
    X_12_5_0 one_12 1
    X_12_5_0 before_12_5 1
    X_12_5_0 before_12_6 1
    X_12_5_0 memory_5 201.54595900894122
    X_12_5_0 in_11_5_0 -1
    X_12_5_0 out_12_5_0 -1
    X_12_5_0 computation_5 489.7131271795975
    X_12_6_0 one_12 1
    X_12_6_0 before_12_6 1
    X_12_6_0 memory_6 201.54595900894122
    X_12_6_0 in_11_6_0 -1
    X_12_6_0 out_12_6_0 -1
    X_12_6_0 computation_6 489.7131271795975
    X_12_7_0 one_12 1
    X_12_7_0 memory_7 201.54595900894122
    X_12_7_0 in_11_7_0 -1
    X_12_7_0 out_12_7_0 -1
    X_12_7_0 computation_7 489.7131271795975
    X_13_0_0 one_13 1
    X_13_0_0 before_13_0 1
    X_13_0_0 before_13_1 1
    X_13_0_0 before_13_2 1
    X_13_0_0 before_13_3 1
    X_13_0_0 before_13_4 1
    X_13_0_0 before_13_5 1
    X_13_0_0 before_13_6 1
    X_13_0_0 memory_0 201.54595900894122
    X_13_0_0 in_12_0_0 -1
    X_13_0_0 out_13_0_0 -1
    X_13_0_0 computation_0 489.7131271795975
    X_13_1_0 one_13 1
    X_13_1_0 before_13_1 1
    X_13_1_0 before_13_2 1
    X_13_1_0 before_13_3 1
    X_13_1_0 before_13_4 1
    X_13_1_0 before_13_5 1
    X_13_1_0 before_13_6 1
    X_13_1_0 memory_1 201.54595900894122
    X_13_1_0 in_12_1_0 -1
    X_13_1_0 out_13_1_0 -1
    X_13_1_0 computation_1 489.7131271795975
    X_13_2_0 one_13 1
    X_13_2_0 before_13_2 1
    X_13_2_0 before_13_3 1
    X_13_2_0 before_13_4 1
    X_13_2_0 before_13_5 1
    X_13_2_0 before_13_6 1
    X_13_2_0 memory_2 201.54595900894122
    X_13_2_0 in_12_2_0 -1
    X_13_2_0 out_13_2_0 -1
    X_13_2_0 computation_2 489.7131271795975
    X_13_3_0 one_13 1
    X_13_3_0 before_13_3 1
    X_13_3_0 before_13_4 1
    X_13_3_0 before_13_5 1
    X_13_3_0 before_13_6 1
    X_13_3_0 memory_3 201.54595900894122
    X_13_3_0 in_12_3_0 -1
    X_13_3_0 out_13_3_0 -1
    X_13_3_0 computation_3 489.7131271795975
    X_13_4_0 one_13 1
    X_13_4_0 before_13_4 1
    X_13_4_0 before_13_5 1
    X_13_4_0 before_13_6 1
    X_13_4_0 memory_4 201.54595900894122
    X_13_4_0 in_12_4_0 -1
    X_13_4_0 out_13_4_0 -1
    X_13_4_0 computation_4 489.7131271795975
    X_13_5_0 one_13 1
    X_13_5_0 before_13_5 1
    X_13_5_0 before_13_6 1
    X_13_5_0 memory_5 201.54595900894122
    X_13_5_0 in_12_5_0 -1
    X_13_5_0 out_13_5_0 -1
    X_13_5_0 computation_5 489.7131271795975
    X_13_6_0 one_13 1
    X_13_6_0 before_13_6 1
    X_13_6_0 memory_6 201.54595900894122
    X_13_6_0 in_12_6_0 -1
    X_13_6_0 out_13_6_0 -1
    X_13_6_0 computation_6 489.7131271795975
    X_13_7_0 one_13 1
    X_13_7_0 memory_7 201.54595900894122
    X_13_7_0 in_12_7_0 -1
    X_13_7_0 out_13_7_0 -1
    X_13_7_0 computation_7 489.7131271795975
    X_14_0_0 one_14 1
    X_14_0_0 before_14_0 1
    X_14_0_0 before_14_1 1
    X_14_0_0 before_14_2 1
    X_14_0_0 before_14_3 1
    X_14_0_0 before_14_4 1
    X_14_0_0 before_14_5 1
    X_14_0_0 before_14_6 1
    X_14_0_0 memory_0 201.54595900894122
    X_14_0_0 in_13_0_0 -1
    X_14_0_0 out_14_0_0 -1
    X_14_0_0 computation_0 489.7131271795975
    X_14_1_0 one_14 1
    X_14_1_0 before_14_1 1
    X_14_1_0 before_14_2 1
    X_14_1_0 before_14_3 1
    X_14_1_0 before_14_4 1
    X_14_1_0 before_14_5 1
    X_14_1_0 before_14_6 1
    X_14_1_0 memory_1 201.54595900894122
    X_14_1_0 in_13_1_0 -1
    X_14_1_0 out_14_1_0 -1
    X_14_1_0 computation_1 489.7131271795975
    X_14_2_0 one_14 1
    X_14_2_0 before_14_2 1
    X_14_2_0 before_14_3 1
    X_14_2_0 before_14_4 1
    X_14_2_0 before_14_5 1
    X_14_2_0 before_14_6 1
    X_14_2_0 memory_2 201.54595900894122
    X_14_2_0 in_13_2_0 -1
    X_14_2_0 out_14_2_0 -1
    X_14_2_0 computation_2 489.7131271795975
    X_14_3_0 one_14 1
    X_14_3_0 before_14_3 1
    X_14_3_0 before_14_4 1
    X_14_3_0 before_14_5 1
    X_14_3_0 before_14_6 1
    X_14_3_0 memory_3 201.54595900894122
    X_14_3_0 in_13_3_0 -1
    X_14_3_0 out_14_3_0 -1
    X_14_3_0 computation_3 489.7131271795975
    X_14_4_0 one_14 1
    X_14_4_0 before_14_4 1
    X_14_4_0 before_14_5 1
    X_14_4_0 before_14_6 1
    X_14_4_0 memory_4 201.54595900894122
    X_14_4_0 in_13_4_0 -1
    X_14_4_0 out_14_4_0 -1
    X_14_4_0 computation_4 489.7131271795975
    X_14_5_0 one_14 1
    X_14_5_0 before_14_5 1
    X_14_5_0 before_14_6 1
    X_14_5_0 memory_5 201.54595900894122
    X_14_5_0 in_13_5_0 -1
    X_14_5_0 out_14_5_0 -1
    X_14_5_0 computation_5 489.7131271795975
    X_14_6_0 one_14 1
    X_14_6_0 before_14_6 1
    X_14_6_0 memory_6 201.54595900894122
    X_14_6_0 in_13_6_0 -1
    X_14_6_0 out_14_6_0 -1
    X_14_6_0 computation_6 489.7131271795975
    X_14_7_0 one_14 1
    X_14_7_0 memory_7 201.54595900894122
    X_14_7_0 in_13_7_0 -1
    X_14_7_0 out_14_7_0 -1
    X_14_7_0 computation_7 489.7131271795975
    X_15_0_0 one_15 1
    X_15_0_0 before_15_0 1
    X_15_0_0 before_15_1 1
    X_15_0_0 before_15_2 1
    X_15_0_0 before_15_3 1
    X_15_0_0 before_15_4 1
    X_15_0_0 before_15_5 1
    X_15_0_0 before_15_6 1
    X_15_0_0 memory_0 201.54595900894122
    X_15_0_0 in_14_0_0 -1
    X_15_0_0 out_15_0_0 -1
    X_15_0_0 computation_0 489.7131271795975
    X_15_1_0 one_15 1
    X_15_1_0 before_15_1 1
    X_15_1_0 before_15_2 1
    X_15_1_0 before_15_3 1
    X_15_1_0 before_15_4 1
    X_15_1_0 before_15_5 1
    X_15_1_0 before_15_6 1
    X_15_1_0 memory_1 201.54595900894122
    X_15_1_0 in_14_1_0 -1
    X_15_1_0 out_15_1_0 -1
    X_15_1_0 computation_1 489.7131271795975
    X_15_2_0 one_15 1
    X_15_2_0 before_15_2 1
    X_15_2_0 before_15_3 1
    X_15_2_0 before_15_4 1
    X_15_2_0 before_15_5 1
    X_15_2_0 before_15_6 1
    X_15_2_0 memory_2 201.54595900894122
    X_15_2_0 in_14_2_0 -1
    X_15_2_0 out_15_2_0 -1
    X_15_2_0 computation_2 489.7131271795975
    X_15_3_0 one_15 1
    X_15_3_0 before_15_3 1
    X_15_3_0 before_15_4 1
    X_15_3_0 before_15_5 1
    X_15_3_0 before_15_6 1
    X_15_3_0 memory_3 201.54595900894122
    X_15_3_0 in_14_3_0 -1
    X_15_3_0 out_15_3_0 -1
    X_15_3_0 computation_3 489.7131271795975
    X_15_4_0 one_15 1
    X_15_4_0 before_15_4 1
    X_15_4_0 before_15_5 1
    X_15_4_0 before_15_6 1
    X_15_4_0 memory_4 201.54595900894122
    X_15_4_0 in_14_4_0 -1
    X_15_4_0 out_15_4_0 -1
    X_15_4_0 computation_4 489.7131271795975
    X_15_5_0 one_15 1
    X_15_5_0 before_15_5 1
    X_15_5_0 before_15_6 1
    X_15_5_0 memory_5 201.54595900894122
    X_15_5_0 in_14_5_0 -1
    X_15_5_0 out_15_5_0 -1
    X_15_5_0 computation_5 489.7131271795975
    X_15_6_0 one_15 1
    X_15_6_0 before_15_6 1
    X_15_6_0 memory_6 201.54595900894122
    X_15_6_0 in_14_6_0 -1
    X_15_6_0 out_15_6_0 -1
    X_15_6_0 computation_6 489.7131271795975
    X_15_7_0 one_15 1
    X_15_7_0 memory_7 201.54595900894122
    X_15_7_0 in_14_7_0 -1
    X_15_7_0 out_15_7_0 -1
    X_15_7_0 computation_7 489.7131271795975
    X_16_0_0 one_16 1
    X_16_0_0 before_16_0 1
    X_16_0_0 before_16_1 1
    X_16_0_0 before_16_2 1
    X_16_0_0 before_16_3 1
    X_16_0_0 before_16_4 1
    X_16_0_0 before_16_5 1
    X_16_0_0 before_16_6 1
    X_16_0_0 memory_0 201.54595900894122
    X_16_0_0 in_15_0_0 -1
    X_16_0_0 out_16_0_0 -1
    X_16_0_0 computation_0 489.7131271795975
    X_16_1_0 one_16 1
    X_16_1_0 before_16_1 1
    X_16_1_0 before_16_2 1
    X_16_1_0 before_16_3 1
    X_16_1_0 before_16_4 1
    X_16_1_0 before_16_5 1
    X_16_1_0 before_16_6 1
    X_16_1_0 memory_1 201.54595900894122
    X_16_1_0 in_15_1_0 -1
    X_16_1_0 out_16_1_0 -1
    X_16_1_0 computation_1 489.7131271795975
    X_16_2_0 one_16 1
    X_16_2_0 before_16_2 1
    X_16_2_0 before_16_3 1
    X_16_2_0 before_16_4 1
    X_16_2_0 before_16_5 1
    X_16_2_0 before_16_6 1
    X_16_2_0 memory_2 201.54595900894122
    X_16_2_0 in_15_2_0 -1
    X_16_2_0 out_16_2_0 -1
    X_16_2_0 computation_2 489.7131271795975
    X_16_3_0 one_16 1
    X_16_3_0 before_16_3 1
    X_16_3_0 before_16_4 1
    X_16_3_0 before_16_5 1
    X_16_3_0 before_16_6 1
    X_16_3_0 memory_3 201.54595900894122
    X_16_3_0 in_15_3_0 -1
    X_16_3_0 out_16_3_0 -1
    X_16_3_0 computation_3 489.7131271795975
    X_16_4_0 one_16 1
    X_16_4_0 before_16_4 1
    X_16_4_0 before_16_5 1
    X_16_4_0 before_16_6 1
    X_16_4_0 memory_4 201.54595900894122
    X_16_4_0 in_15_4_0 -1
    X_16_4_0 out_16_4_0 -1
    X_16_4_0 computation_4 489.7131271795975
    X_16_5_0 one_16 1
    X_16_5_0 before_16_5 1
    X_16_5_0 before_16_6 1
    X_16_5_0 memory_5 201.54595900894122
    X_16_5_0 in_15_5_0 -1
    X_16_5_0 out_16_5_0 -1
    X_16_5_0 computation_5 489.7131271795975
    X_16_6_0 one_16 1
    X_16_6_0 before_16_6 1
    X_16_6_0 memory_6 201.54595900894122
    X_16_6_0 in_15_6_0 -1
    X_16_6_0 out_16_6_0 -1
    X_16_6_0 computation_6 489.7131271795975
    X_16_7_0 one_16 1
    X_16_7_0 memory_7 201.54595900894122
    X_16_7_0 in_15_7_0 -1
    X_16_7_0 out_16_7_0 -1
    X_16_7_0 computation_7 489.7131271795975
    X_17_0_0 one_17 1
    X_17_0_0 before_17_0 1
    X_17_0_0 before_17_1 1
    X_17_0_0 before_17_2 1
    X_17_0_0 before_17_3 1
    X_17_0_0 before_17_4 1
    X_17_0_0 before_17_5 1
    X_17_0_0 before_17_6 1
    X_17_0_0 memory_0 201.54595900894122
    X_17_0_0 in_16_0_0 -1
    X_17_0_0 out_17_0_0 -1
    X_17_0_0 computation_0 489.7131271795975
    X_17_1_0 one_17 1
    X_17_1_0 before_17_1 1
    X_17_1_0 before_17_2 1
    X_17_1_0 before_17_3 1
    X_17_1_0 before_17_4 1
    X_17_1_0 before_17_5 1
    X_17_1_0 before_17_6 1
    X_17_1_0 memory_1 201.54595900894122
    X_17_1_0 in_16_1_0 -1
    X_17_1_0 out_17_1_0 -1
    X_17_1_0 computation_1 489.7131271795975
    X_17_2_0 one_17 1
    X_17_2_0 before_17_2 1
    X_17_2_0 before_17_3 1
    X_17_2_0 before_17_4 1
    X_17_2_0 before_17_5 1
    X_17_2_0 before_17_6 1
    X_17_2_0 memory_2 201.54595900894122
    X_17_2_0 in_16_2_0 -1
    X_17_2_0 out_17_2_0 -1
    X_17_2_0 computation_2 489.7131271795975
    X_17_3_0 one_17 1
    X_17_3_0 before_17_3 1
    X_17_3_0 before_17_4 1
    X_17_3_0 before_17_5 1
    X_17_3_0 before_17_6 1
    X_17_3_0 memory_3 201.54595900894122
    X_17_3_0 in_16_3_0 -1
    X_17_3_0 out_17_3_0 -1
    X_17_3_0 computation_3 489.7131271795975
    X_17_4_0 one_17 1
    X_17_4_0 before_17_4 1
    X_17_4_0 before_17_5 1
    X_17_4_0 before_17_6 1
    X_17_4_0 memory_4 201.54595900894122
    X_17_4_0 in_16_4_0 -1
    X_17_4_0 out_17_4_0 -1
    X_17_4_0 computation_4 489.7131271795975
    X_17_5_0 one_17 1
    X_17_5_0 before_17_5 1
    X_17_5_0 before_17_6 1
    X_17_5_0 memory_5 201.54595900894122
    X_17_5_0 in_16_5_0 -1
    X_17_5_0 out_17_5_0 -1
    X_17_5_0 computation_5 489.7131271795975
    X_17_6_0 one_17 1
    X_17_6_0 before_17_6 1
    X_17_6_0 memory_6 201.54595900894122
    X_17_6_0 in_16_6_0 -1
    X_17_6_0 out_17_6_0 -1
    X_17_6_0 computation_6 489.7131271795975
    X_17_7_0 one_17 1
    X_17_7_0 memory_7 201.54595900894122
    X_17_7_0 in_16_7_0 -1
    X_17_7_0 out_17_7_0 -1
    X_17_7_0 computation_7 489.7131271795975
    X_18_0_0 one_18 1
    X_18_0_0 before_18_0 1
    X_18_0_0 before_18_1 1
    X_18_0_0 before_18_2 1
    X_18_0_0 before_18_3 1
    X_18_0_0 before_18_4 1
    X_18_0_0 before_18_5 1
    X_18_0_0 before_18_6 1
    X_18_0_0 memory_0 201.54595900894122
    X_18_0_0 in_17_0_0 -1
    X_18_0_0 out_18_0_0 -1
    X_18_0_0 computation_0 489.7131271795975
    X_18_1_0 one_18 1
    X_18_1_0 before_18_1 1
    X_18_1_0 before_18_2 1
    X_18_1_0 before_18_3 1
    X_18_1_0 before_18_4 1
    X_18_1_0 before_18_5 1
    X_18_1_0 before_18_6 1
    X_18_1_0 memory_1 201.54595900894122
    X_18_1_0 in_17_1_0 -1
    X_18_1_0 out_18_1_0 -1
    X_18_1_0 computation_1 489.7131271795975
    X_18_2_0 one_18 1
    X_18_2_0 before_18_2 1
    X_18_2_0 before_18_3 1
    X_18_2_0 before_18_4 1
    X_18_2_0 before_18_5 1
    X_18_2_0 before_18_6 1
    X_18_2_0 memory_2 201.54595900894122
    X_18_2_0 in_17_2_0 -1
    X_18_2_0 out_18_2_0 -1
    X_18_2_0 computation_2 489.7131271795975
    X_18_3_0 one_18 1
    X_18_3_0 before_18_3 1
    X_18_3_0 before_18_4 1
    X_18_3_0 before_18_5 1
    X_18_3_0 before_18_6 1
    X_18_3_0 memory_3 201.54595900894122
    X_18_3_0 in_17_3_0 -1
    X_18_3_0 out_18_3_0 -1
    X_18_3_0 computation_3 489.7131271795975
    X_18_4_0 one_18 1
    X_18_4_0 before_18_4 1
    X_18_4_0 before_18_5 1
    X_18_4_0 before_18_6 1
    X_18_4_0 memory_4 201.54595900894122
    X_18_4_0 in_17_4_0 -1
    X_18_4_0 out_18_4_0 -1
    X_18_4_0 computation_4 489.7131271795975
    X_18_5_0 one_18 1
    X_18_5_0 before_18_5 1
    X_18_5_0 before_18_6 1
    X_18_5_0 memory_5 201.54595900894122
    X_18_5_0 in_17_5_0 -1
    X_18_5_0 out_18_5_0 -1
    X_18_5_0 computation_5 489.7131271795975
    X_18_6_0 one_18 1
    X_18_6_0 before_18_6 1
    X_18_6_0 memory_6 201.54595900894122
    X_18_6_0 in_17_6_0 -1
    X_18_6_0 out_18_6_0 -1
    X_18_6_0 computation_6 489.7131271795975
    X_18_7_0 one_18 1
    X_18_7_0 memory_7 201.54595900894122
    X_18_7_0 in_17_7_0 -1
    X_18_7_0 out_18_7_0 -1
    X_18_7_0 computation_7 489.7131271795975
    X_19_0_0 one_19 1
    X_19_0_0 before_19_0 1
    X_19_0_0 before_19_1 1
    X_19_0_0 before_19_2 1
    X_19_0_0 before_19_3 1
    X_19_0_0 before_19_4 1
    X_19_0_0 before_19_5 1
    X_19_0_0 before_19_6 1
    X_19_0_0 memory_0 201.54595900894122
    X_19_0_0 in_18_0_0 -1
    X_19_0_0 out_19_0_0 -1
    X_19_0_0 computation_0 489.7131271795975
    X_19_1_0 one_19 1
    X_19_1_0 before_19_1 1
    X_19_1_0 before_19_2 1
    X_19_1_0 before_19_3 1
    X_19_1_0 before_19_4 1
    X_19_1_0 before_19_5 1
    X_19_1_0 before_19_6 1
    X_19_1_0 memory_1 201.54595900894122
    X_19_1_0 in_18_1_0 -1
    X_19_1_0 out_19_1_0 -1
    X_19_1_0 computation_1 489.7131271795975
    X_19_2_0 one_19 1
    X_19_2_0 before_19_2 1
    X_19_2_0 before_19_3 1
    X_19_2_0 before_19_4 1
    X_19_2_0 before_19_5 1
    X_19_2_0 before_19_6 1
    X_19_2_0 memory_2 201.54595900894122
    X_19_2_0 in_18_2_0 -1
    X_19_2_0 out_19_2_0 -1
    X_19_2_0 computation_2 489.7131271795975
    X_19_3_0 one_19 1
    X_19_3_0 before_19_3 1
    X_19_3_0 before_19_4 1
    X_19_3_0 before_19_5 1
    X_19_3_0 before_19_6 1
    X_19_3_0 memory_3 201.54595900894122
    X_19_3_0 in_18_3_0 -1
    X_19_3_0 out_19_3_0 -1
    X_19_3_0 computation_3 489.7131271795975
    X_19_4_0 one_19 1
    X_19_4_0 before_19_4 1
    X_19_4_0 before_19_5 1
    X_19_4_0 before_19_6 1
    X_19_4_0 memory_4 201.54595900894122
    X_19_4_0 in_18_4_0 -1
    X_19_4_0 out_19_4_0 -1
    X_19_4_0 computation_4 489.7131271795975
    X_19_5_0 one_19 1
    X_19_5_0 before_19_5 1
    X_19_5_0 before_19_6 1
    X_19_5_0 memory_5 201.54595900894122
    X_19_5_0 in_18_5_0 -1
    X_19_5_0 out_19_5_0 -1
    X_19_5_0 computation_5 489.7131271795975
    X_19_6_0 one_19 1
    X_19_6_0 before_19_6 1
    X_19_6_0 memory_6 201.54595900894122
    X_19_6_0 in_18_6_0 -1
    X_19_6_0 out_19_6_0 -1
    X_19_6_0 computation_6 489.7131271795975
    X_19_7_0 one_19 1
    X_19_7_0 memory_7 201.54595900894122
    X_19_7_0 in_18_7_0 -1
    X_19_7_0 out_19_7_0 -1
    X_19_7_0 computation_7 489.7131271795975
    X_20_0_0 one_20 1
    X_20_0_0 before_20_0 1
    X_20_0_0 before_20_1 1
    X_20_0_0 before_20_2 1
    X_20_0_0 before_20_3 1
    X_20_0_0 before_20_4 1
    X_20_0_0 before_20_5 1
    X_20_0_0 before_20_6 1
    X_20_0_0 memory_0 201.54595900894122
    X_20_0_0 in_19_0_0 -1
    X_20_0_0 out_20_0_0 -1
    X_20_0_0 computation_0 489.7131271795975
    X_20_1_0 one_20 1
    X_20_1_0 before_20_1 1
    X_20_1_0 before_20_2 1
    X_20_1_0 before_20_3 1
    X_20_1_0 before_20_4 1
    X_20_1_0 before_20_5 1
    X_20_1_0 before_20_6 1
    X_20_1_0 memory_1 201.54595900894122
    X_20_1_0 in_19_1_0 -1
    X_20_1_0 out_20_1_0 -1
    X_20_1_0 computation_1 489.7131271795975
    X_20_2_0 one_20 1
    X_20_2_0 before_20_2 1
    X_20_2_0 before_20_3 1
    X_20_2_0 before_20_4 1
    X_20_2_0 before_20_5 1
    X_20_2_0 before_20_6 1
    X_20_2_0 memory_2 201.54595900894122
    X_20_2_0 in_19_2_0 -1
    X_20_2_0 out_20_2_0 -1
    X_20_2_0 computation_2 489.7131271795975
    X_20_3_0 one_20 1
    X_20_3_0 before_20_3 1
    X_20_3_0 before_20_4 1
    X_20_3_0 before_20_5 1
    X_20_3_0 before_20_6 1
    X_20_3_0 memory_3 201.54595900894122
    X_20_3_0 in_19_3_0 -1
    X_20_3_0 out_20_3_0 -1
    X_20_3_0 computation_3 489.7131271795975
    X_20_4_0 one_20 1
    X_20_4_0 before_20_4 1
    X_20_4_0 before_20_5 1
    X_20_4_0 before_20_6 1
    X_20_4_0 memory_4 201.54595900894122
    X_20_4_0 in_19_4_0 -1
    X_20_4_0 out_20_4_0 -1
    X_20_4_0 computation_4 489.7131271795975
    X_20_5_0 one_20 1
    X_20_5_0 before_20_5 1
    X_20_5_0 before_20_6 1
    X_20_5_0 memory_5 201.54595900894122
    X_20_5_0 in_19_5_0 -1
    X_20_5_0 out_20_5_0 -1
    X_20_5_0 computation_5 489.7131271795975
    X_20_6_0 one_20 1
    X_20_6_0 before_20_6 1
    X_20_6_0 memory_6 201.54595900894122
    X_20_6_0 in_19_6_0 -1
    X_20_6_0 out_20_6_0 -1
    X_20_6_0 computation_6 489.7131271795975
    X_20_7_0 one_20 1
    X_20_7_0 memory_7 201.54595900894122
    X_20_7_0 in_19_7_0 -1
    X_20_7_0 out_20_7_0 -1
    X_20_7_0 computation_7 489.7131271795975
    X_21_0_0 one_21 1
    X_21_0_0 before_21_0 1
    X_21_0_0 before_21_1 1
    X_21_0_0 before_21_2 1
    X_21_0_0 before_21_3 1
    X_21_0_0 before_21_4 1
    X_21_0_0 before_21_5 1
    X_21_0_0 before_21_6 1
    X_21_0_0 memory_0 201.54595900894122
    X_21_0_0 in_20_0_0 -1
    X_21_0_0 out_21_0_0 -1
    X_21_0_0 computation_0 489.7131271795975
    X_21_1_0 one_21 1
    X_21_1_0 before_21_1 1
    X_21_1_0 before_21_2 1
    X_21_1_0 before_21_3 1
    X_21_1_0 before_21_4 1
    X_21_1_0 before_21_5 1
    X_21_1_0 before_21_6 1
    X_21_1_0 memory_1 201.54595900894122
    X_21_1_0 in_20_1_0 -1
    X_21_1_0 out_21_1_0 -1
    X_21_1_0 computation_1 489.7131271795975
    X_21_2_0 one_21 1
    X_21_2_0 before_21_2 1
    X_21_2_0 before_21_3 1
    X_21_2_0 before_21_4 1
    X_21_2_0 before_21_5 1
    X_21_2_0 before_21_6 1
    X_21_2_0 memory_2 201.54595900894122
    X_21_2_0 in_20_2_0 -1
    X_21_2_0 out_21_2_0 -1
    X_21_2_0 computation_2 489.7131271795975
    X_21_3_0 one_21 1
    X_21_3_0 before_21_3 1
    X_21_3_0 before_21_4 1
    X_21_3_0 before_21_5 1
    X_21_3_0 before_21_6 1
    X_21_3_0 memory_3 201.54595900894122
    X_21_3_0 in_20_3_0 -1
    X_21_3_0 out_21_3_0 -1
    X_21_3_0 computation_3 489.7131271795975
    X_21_4_0 one_21 1
    X_21_4_0 before_21_4 1
    X_21_4_0 before_21_5 1
    X_21_4_0 before_21_6 1
    X_21_4_0 memory_4 201.54595900894122
    X_21_4_0 in_20_4_0 -1
    X_21_4_0 out_21_4_0 -1
    X_21_4_0 computation_4 489.7131271795975
    X_21_5_0 one_21 1
    X_21_5_0 before_21_5 1
    X_21_5_0 before_21_6 1
    X_21_5_0 memory_5 201.54595900894122
    X_21_5_0 in_20_5_0 -1
    X_21_5_0 out_21_5_0 -1
    X_21_5_0 computation_5 489.7131271795975
    X_21_6_0 one_21 1
    X_21_6_0 before_21_6 1
    X_21_6_0 memory_6 201.54595900894122
    X_21_6_0 in_20_6_0 -1
    X_21_6_0 out_21_6_0 -1
    X_21_6_0 computation_6 489.7131271795975
    X_21_7_0 one_21 1
    X_21_7_0 memory_7 201.54595900894122
    X_21_7_0 in_20_7_0 -1
    X_21_7_0 out_21_7_0 -1
    X_21_7_0 computation_7 489.7131271795975
    X_22_0_0 one_22 1
    X_22_0_0 before_22_0 1
    X_22_0_0 before_22_1 1
    X_22_0_0 before_22_2 1
    X_22_0_0 before_22_3 1
    X_22_0_0 before_22_4 1
    X_22_0_0 before_22_5 1
    X_22_0_0 before_22_6 1
    X_22_0_0 memory_0 201.54595900894122
    X_22_0_0 in_21_0_0 -1
    X_22_0_0 out_22_0_0 -1
    X_22_0_0 computation_0 489.7131271795975
    X_22_1_0 one_22 1
    X_22_1_0 before_22_1 1
    X_22_1_0 before_22_2 1
    X_22_1_0 before_22_3 1
    X_22_1_0 before_22_4 1
    X_22_1_0 before_22_5 1
    X_22_1_0 before_22_6 1
    X_22_1_0 memory_1 201.54595900894122
    X_22_1_0 in_21_1_0 -1
    X_22_1_0 out_22_1_0 -1
    X_22_1_0 computation_1 489.7131271795975
    X_22_2_0 one_22 1
    X_22_2_0 before_22_2 1
    X_22_2_0 before_22_3 1
    X_22_2_0 before_22_4 1
    X_22_2_0 before_22_5 1
    X_22_2_0 before_22_6 1
    X_22_2_0 memory_2 201.54595900894122
    X_22_2_0 in_21_2_0 -1
    X_22_2_0 out_22_2_0 -1
    X_22_2_0 computation_2 489.7131271795975
    X_22_3_0 one_22 1
    X_22_3_0 before_22_3 1
    X_22_3_0 before_22_4 1
    X_22_3_0 before_22_5 1
    X_22_3_0 before_22_6 1
    X_22_3_0 memory_3 201.54595900894122
    X_22_3_0 in_21_3_0 -1
    X_22_3_0 out_22_3_0 -1
    X_22_3_0 computation_3 489.7131271795975
    X_22_4_0 one_22 1
    X_22_4_0 before_22_4 1
    X_22_4_0 before_22_5 1
    X_22_4_0 before_22_6 1
    X_22_4_0 memory_4 201.54595900894122
    X_22_4_0 in_21_4_0 -1
    X_22_4_0 out_22_4_0 -1
    X_22_4_0 computation_4 489.7131271795975
    X_22_5_0 one_22 1
    X_22_5_0 before_22_5 1
    X_22_5_0 before_22_6 1
    X_22_5_0 memory_5 201.54595900894122
    X_22_5_0 in_21_5_0 -1
    X_22_5_0 out_22_5_0 -1
    X_22_5_0 computation_5 489.7131271795975
    X_22_6_0 one_22 1
    X_22_6_0 before_22_6 1
    X_22_6_0 memory_6 201.54595900894122
    X_22_6_0 in_21_6_0 -1
    X_22_6_0 out_22_6_0 -1
    X_22_6_0 computation_6 489.7131271795975
    X_22_7_0 one_22 1
    X_22_7_0 memory_7 201.54595900894122
    X_22_7_0 in_21_7_0 -1
    X_22_7_0 out_22_7_0 -1
    X_22_7_0 computation_7 489.7131271795975
    X_23_0_0 one_23 1
    X_23_0_0 before_23_0 1
    X_23_0_0 before_23_1 1
    X_23_0_0 before_23_2 1
    X_23_0_0 before_23_3 1
    X_23_0_0 before_23_4 1
    X_23_0_0 before_23_5 1
    X_23_0_0 before_23_6 1
    X_23_0_0 memory_0 201.54595900894122
    X_23_0_0 in_22_0_0 -1
    X_23_0_0 out_23_0_0 -1
    X_23_0_0 computation_0 489.7131271795975
    X_23_1_0 one_23 1
    X_23_1_0 before_23_1 1
    X_23_1_0 before_23_2 1
    X_23_1_0 before_23_3 1
    X_23_1_0 before_23_4 1
    X_23_1_0 before_23_5 1
    X_23_1_0 before_23_6 1
    X_23_1_0 memory_1 201.54595900894122
    X_23_1_0 in_22_1_0 -1
    X_23_1_0 out_23_1_0 -1
    X_23_1_0 computation_1 489.7131271795975
    X_23_2_0 one_23 1
    X_23_2_0 before_23_2 1
    X_23_2_0 before_23_3 1
    X_23_2_0 before_23_4 1
    X_23_2_0 before_23_5 1
    X_23_2_0 before_23_6 1
    X_23_2_0 memory_2 201.54595900894122
    X_23_2_0 in_22_2_0 -1
    X_23_2_0 out_23_2_0 -1
    X_23_2_0 computation_2 489.7131271795975
    X_23_3_0 one_23 1
    X_23_3_0 before_23_3 1
    X_23_3_0 before_23_4 1
    X_23_3_0 before_23_5 1
    X_23_3_0 before_23_6 1
    X_23_3_0 memory_3 201.54595900894122
    X_23_3_0 in_22_3_0 -1
    X_23_3_0 out_23_3_0 -1
    X_23_3_0 computation_3 489.7131271795975
    X_23_4_0 one_23 1
    X_23_4_0 before_23_4 1
    X_23_4_0 before_23_5 1
    X_23_4_0 before_23_6 1
    X_23_4_0 memory_4 201.54595900894122
    X_23_4_0 in_22_4_0 -1
    X_23_4_0 out_23_4_0 -1
    X_23_4_0 computation_4 489.7131271795975
    X_23_5_0 one_23 1
    X_23_5_0 before_23_5 1
    X_23_5_0 before_23_6 1
    X_23_5_0 memory_5 201.54595900894122
    X_23_5_0 in_22_5_0 -1
    X_23_5_0 out_23_5_0 -1
    X_23_5_0 computation_5 489.7131271795975
    X_23_6_0 one_23 1
    X_23_6_0 before_23_6 1
    X_23_6_0 memory_6 201.54595900894122
    X_23_6_0 in_22_6_0 -1
    X_23_6_0 out_23_6_0 -1
    X_23_6_0 computation_6 489.7131271795975
    X_23_7_0 one_23 1
    X_23_7_0 memory_7 201.54595900894122
    X_23_7_0 in_22_7_0 -1
    X_23_7_0 out_23_7_0 -1
    X_23_7_0 computation_7 489.7131271795975
    X_24_0_0 one_24 1
    X_24_0_0 before_24_0 1
    X_24_0_0 before_24_1 1
    X_24_0_0 before_24_2 1
    X_24_0_0 before_24_3 1
    X_24_0_0 before_24_4 1
    X_24_0_0 before_24_5 1
    X_24_0_0 before_24_6 1
    X_24_0_0 memory_0 201.54595900894122
    X_24_0_0 in_23_0_0 -1
    X_24_0_0 out_24_0_0 -1
    X_24_0_0 computation_0 489.7131271795975
    X_24_1_0 one_24 1
    X_24_1_0 before_24_1 1
    X_24_1_0 before_24_2 1
    X_24_1_0 before_24_3 1
    X_24_1_0 before_24_4 1
    X_24_1_0 before_24_5 1
    X_24_1_0 before_24_6 1
    X_24_1_0 memory_1 201.54595900894122
    X_24_1_0 in_23_1_0 -1
    X_24_1_0 out_24_1_0 -1
    X_24_1_0 computation_1 489.7131271795975
    X_24_2_0 one_24 1
    X_24_2_0 before_24_2 1
    X_24_2_0 before_24_3 1
    X_24_2_0 before_24_4 1
    X_24_2_0 before_24_5 1
    X_24_2_0 before_24_6 1
    X_24_2_0 memory_2 201.54595900894122
    X_24_2_0 in_23_2_0 -1
    X_24_2_0 out_24_2_0 -1
    X_24_2_0 computation_2 489.7131271795975
    X_24_3_0 one_24 1
    X_24_3_0 before_24_3 1
    X_24_3_0 before_24_4 1
    X_24_3_0 before_24_5 1
    X_24_3_0 before_24_6 1
    X_24_3_0 memory_3 201.54595900894122
    X_24_3_0 in_23_3_0 -1
    X_24_3_0 out_24_3_0 -1
    X_24_3_0 computation_3 489.7131271795975
    X_24_4_0 one_24 1
    X_24_4_0 before_24_4 1
    X_24_4_0 before_24_5 1
    X_24_4_0 before_24_6 1
    X_24_4_0 memory_4 201.54595900894122
    X_24_4_0 in_23_4_0 -1
    X_24_4_0 out_24_4_0 -1
    X_24_4_0 computation_4 489.7131271795975
    X_24_5_0 one_24 1
    X_24_5_0 before_24_5 1
    X_24_5_0 before_24_6 1
    X_24_5_0 memory_5 201.54595900894122
    X_24_5_0 in_23_5_0 -1
    X_24_5_0 out_24_5_0 -1
    X_24_5_0 computation_5 489.7131271795975
    X_24_6_0 one_24 1
    X_24_6_0 before_24_6 1
    X_24_6_0 memory_6 201.54595900894122
    X_24_6_0 in_23_6_0 -1
    X_24_6_0 out_24_6_0 -1
    X_24_6_0 computation_6 489.7131271795975
    X_24_7_0 one_24 1
    X_24_7_0 memory_7 201.54595900894122
    X_24_7_0 in_23_7_0 -1
    X_24_7_0 out_24_7_0 -1
    X_24_7_0 computation_7 489.7131271795975
    X_25_0_0 one_25 1
    X_25_0_0 before_25_0 1
    X_25_0_0 before_25_1 1
    X_25_0_0 before_25_2 1
    X_25_0_0 before_25_3 1
    X_25_0_0 before_25_4 1
    X_25_0_0 before_25_5 1
    X_25_0_0 before_25_6 1
    X_25_0_0 memory_0 201.54595900894122
    X_25_0_0 in_24_0_0 -1
    X_25_0_0 out_25_0_0 -1
    X_25_0_0 computation_0 489.7131271795975
    X_25_1_0 one_25 1
    X_25_1_0 before_25_1 1
    X_25_1_0 before_25_2 1
    X_25_1_0 before_25_3 1
    X_25_1_0 before_25_4 1
    X_25_1_0 before_25_5 1
    X_25_1_0 before_25_6 1
    X_25_1_0 memory_1 201.54595900894122
    X_25_1_0 in_24_1_0 -1
    X_25_1_0 out_25_1_0 -1
    X_25_1_0 computation_1 489.7131271795975
    X_25_2_0 one_25 1
    X_25_2_0 before_25_2 1
    X_25_2_0 before_25_3 1
    X_25_2_0 before_25_4 1
    X_25_2_0 before_25_5 1
    X_25_2_0 before_25_6 1
    X_25_2_0 memory_2 201.54595900894122
    X_25_2_0 in_24_2_0 -1
    X_25_2_0 out_25_2_0 -1
    X_25_2_0 computation_2 489.7131271795975
    X_25_3_0 one_25 1
    X_25_3_0 before_25_3 1
    X_25_3_0 before_25_4 1
    X_25_3_0 before_25_5 1
    X_25_3_0 before_25_6 1
    X_25_3_0 memory_3 201.54595900894122
    X_25_3_0 in_24_3_0 -1
    X_25_3_0 out_25_3_0 -1
    X_25_3_0 computation_3 489.7131271795975
    X_25_4_0 one_25 1
    X_25_4_0 before_25_4 1
    X_25_4_0 before_25_5 1
    X_25_4_0 before_25_6 1
    X_25_4_0 memory_4 201.54595900894122
    X_25_4_0 in_24_4_0 -1
    X_25_4_0 out_25_4_0 -1
    X_25_4_0 computation_4 489.7131271795975
    X_25_5_0 one_25 1
    X_25_5_0 before_25_5 1
    X_25_5_0 before_25_6 1
    X_25_5_0 memory_5 201.54595900894122
    X_25_5_0 in_24_5_0 -1
    X_25_5_0 out_25_5_0 -1
    X_25_5_0 computation_5 489.7131271795975
    X_25_6_0 one_25 1
    X_25_6_0 before_25_6 1
    X_25_6_0 memory_6 201.54595900894122
    X_25_6_0 in_24_6_0 -1
    X_25_6_0 out_25_6_0 -1
    X_25_6_0 computation_6 489.7131271795975
    X_25_7_0 one_25 1
    X_25_7_0 memory_7 201.54595900894122
    X_25_7_0 in_24_7_0 -1
    X_25_7_0 out_25_7_0 -1
    X_25_7_0 computation_7 489.7131271795975
    X_26_0_0 one_26 1
    X_26_0_0 before_26_0 1
    X_26_0_0 before_26_1 1
    X_26_0_0 before_26_2 1
    X_26_0_0 before_26_3 1
    X_26_0_0 before_26_4 1
    X_26_0_0 before_26_5 1
    X_26_0_0 before_26_6 1
    X_26_0_0 memory_0 201.54595900894122
    X_26_0_0 in_25_0_0 -1
    X_26_0_0 out_26_0_0 -1
    X_26_0_0 computation_0 489.7131271795975
    X_26_1_0 one_26 1
    X_26_1_0 before_26_1 1
    X_26_1_0 before_26_2 1
    X_26_1_0 before_26_3 1
    X_26_1_0 before_26_4 1
    X_26_1_0 before_26_5 1
    X_26_1_0 before_26_6 1
    X_26_1_0 memory_1 201.54595900894122
    X_26_1_0 in_25_1_0 -1
    X_26_1_0 out_26_1_0 -1
    X_26_1_0 computation_1 489.7131271795975
    X_26_2_0 one_26 1
    X_26_2_0 before_26_2 1
    X_26_2_0 before_26_3 1
    X_26_2_0 before_26_4 1
    X_26_2_0 before_26_5 1
    X_26_2_0 before_26_6 1
    X_26_2_0 memory_2 201.54595900894122
    X_26_2_0 in_25_2_0 -1
    X_26_2_0 out_26_2_0 -1
    X_26_2_0 computation_2 489.7131271795975
    X_26_3_0 one_26 1
    X_26_3_0 before_26_3 1
    X_26_3_0 before_26_4 1
    X_26_3_0 before_26_5 1
    X_26_3_0 before_26_6 1
    X_26_3_0 memory_3 201.54595900894122
    X_26_3_0 in_25_3_0 -1
    X_26_3_0 out_26_3_0 -1
    X_26_3_0 computation_3 489.7131271795975
    X_26_4_0 one_26 1
    X_26_4_0 before_26_4 1
    X_26_4_0 before_26_5 1
    X_26_4_0 before_26_6 1
    X_26_4_0 memory_4 201.54595900894122
    X_26_4_0 in_25_4_0 -1
    X_26_4_0 out_26_4_0 -1
    X_26_4_0 computation_4 489.7131271795975
    X_26_5_0 one_26 1
    X_26_5_0 before_26_5 1
    X_26_5_0 before_26_6 1
    X_26_5_0 memory_5 201.54595900894122
    X_26_5_0 in_25_5_0 -1
    X_26_5_0 out_26_5_0 -1
    X_26_5_0 computation_5 489.7131271795975
    X_26_6_0 one_26 1
    X_26_6_0 before_26_6 1
    X_26_6_0 memory_6 201.54595900894122
    X_26_6_0 in_25_6_0 -1
    X_26_6_0 out_26_6_0 -1
    X_26_6_0 computation_6 489.7131271795975
    X_26_7_0 one_26 1
    X_26_7_0 memory_7 201.54595900894122
    X_26_7_0 in_25_7_0 -1
    X_26_7_0 out_26_7_0 -1
    X_26_7_0 computation_7 489.7131271795975
    X_27_1_0 one_27 1
    X_27_1_0 before_27_1 1
    X_27_1_0 before_27_2 1
    X_27_1_0 before_27_3 1
    X_27_1_0 before_27_4 1
    X_27_1_0 before_27_5 1
    X_27_1_0 before_27_6 1
    X_27_1_0 memory_1 201.54595900894122
    X_27_1_0 in_26_1_0 -1
    X_27_1_0 out_27_1_0 -1
    X_27_1_0 computation_1 489.7131271795975
    X_27_2_0 one_27 1
    X_27_2_0 before_27_2 1
    X_27_2_0 before_27_3 1
    X_27_2_0 before_27_4 1
    X_27_2_0 before_27_5 1
    X_27_2_0 before_27_6 1
    X_27_2_0 memory_2 201.54595900894122
    X_27_2_0 in_26_2_0 -1
    X_27_2_0 out_27_2_0 -1
    X_27_2_0 computation_2 489.7131271795975
    X_27_3_0 one_27 1
    X_27_3_0 before_27_3 1
    X_27_3_0 before_27_4 1
    X_27_3_0 before_27_5 1
    X_27_3_0 before_27_6 1
    X_27_3_0 memory_3 201.54595900894122
    X_27_3_0 in_26_3_0 -1
    X_27_3_0 out_27_3_0 -1
    X_27_3_0 computation_3 489.7131271795975
    X_27_4_0 one_27 1
    X_27_4_0 before_27_4 1
    X_27_4_0 before_27_5 1
    X_27_4_0 before_27_6 1
    X_27_4_0 memory_4 201.54595900894122
    X_27_4_0 in_26_4_0 -1
    X_27_4_0 out_27_4_0 -1
    X_27_4_0 computation_4 489.7131271795975
    X_27_5_0 one_27 1
    X_27_5_0 before_27_5 1
    X_27_5_0 before_27_6 1
    X_27_5_0 memory_5 201.54595900894122
    X_27_5_0 in_26_5_0 -1
    X_27_5_0 out_27_5_0 -1
    X_27_5_0 computation_5 489.7131271795975
    X_27_6_0 one_27 1
    X_27_6_0 before_27_6 1
    X_27_6_0 memory_6 201.54595900894122
    X_27_6_0 in_26_6_0 -1
    X_27_6_0 out_27_6_0 -1
    X_27_6_0 computation_6 489.7131271795975
    X_27_7_0 one_27 1
    X_27_7_0 memory_7 201.54595900894122
    X_27_7_0 in_26_7_0 -1
    X_27_7_0 out_27_7_0 -1
    X_27_7_0 computation_7 489.7131271795975
    X_28_2_0 one_28 1
    X_28_2_0 before_28_2 1
    X_28_2_0 before_28_3 1
    X_28_2_0 before_28_4 1
    X_28_2_0 before_28_5 1
    X_28_2_0 before_28_6 1
    X_28_2_0 memory_2 201.54595900894122
    X_28_2_0 in_27_2_0 -1
    X_28_2_0 out_28_2_0 -1
    X_28_2_0 computation_2 489.7131271795975
    X_28_3_0 one_28 1
    X_28_3_0 before_28_3 1
    X_28_3_0 before_28_4 1
    X_28_3_0 before_28_5 1
    X_28_3_0 before_28_6 1
    X_28_3_0 memory_3 201.54595900894122
    X_28_3_0 in_27_3_0 -1
    X_28_3_0 out_28_3_0 -1
    X_28_3_0 computation_3 489.7131271795975
    X_28_4_0 one_28 1
    X_28_4_0 before_28_4 1
    X_28_4_0 before_28_5 1
    X_28_4_0 before_28_6 1
    X_28_4_0 memory_4 201.54595900894122
    X_28_4_0 in_27_4_0 -1
    X_28_4_0 out_28_4_0 -1
    X_28_4_0 computation_4 489.7131271795975
    X_28_5_0 one_28 1
    X_28_5_0 before_28_5 1
    X_28_5_0 before_28_6 1
    X_28_5_0 memory_5 201.54595900894122
    X_28_5_0 in_27_5_0 -1
    X_28_5_0 out_28_5_0 -1
    X_28_5_0 computation_5 489.7131271795975
    X_28_6_0 one_28 1
    X_28_6_0 before_28_6 1
    X_28_6_0 memory_6 201.54595900894122
    X_28_6_0 in_27_6_0 -1
    X_28_6_0 out_28_6_0 -1
    X_28_6_0 computation_6 489.7131271795975
    X_28_7_0 one_28 1
    X_28_7_0 memory_7 201.54595900894122
    X_28_7_0 in_27_7_0 -1
    X_28_7_0 out_28_7_0 -1
    X_28_7_0 computation_7 489.7131271795975
    X_29_3_0 one_29 1
    X_29_3_0 before_29_3 1
    X_29_3_0 before_29_4 1
    X_29_3_0 before_29_5 1
    X_29_3_0 before_29_6 1
    X_29_3_0 memory_3 201.54595900894122
    X_29_3_0 in_28_3_0 -1
    X_29_3_0 out_29_3_0 -1
    X_29_3_0 computation_3 489.7131271795975
    X_29_4_0 one_29 1
    X_29_4_0 before_29_4 1
    X_29_4_0 before_29_5 1
    X_29_4_0 before_29_6 1
    X_29_4_0 memory_4 201.54595900894122
    X_29_4_0 in_28_4_0 -1
    X_29_4_0 out_29_4_0 -1
    X_29_4_0 computation_4 489.7131271795975
    X_29_5_0 one_29 1
    X_29_5_0 before_29_5 1
    X_29_5_0 before_29_6 1
    X_29_5_0 memory_5 201.54595900894122
    X_29_5_0 in_28_5_0 -1
    X_29_5_0 out_29_5_0 -1
    X_29_5_0 computation_5 489.7131271795975
    X_29_6_0 one_29 1
    X_29_6_0 before_29_6 1
    X_29_6_0 memory_6 201.54595900894122
    X_29_6_0 in_28_6_0 -1
    X_29_6_0 out_29_6_0 -1
    X_29_6_0 computation_6 489.7131271795975
    X_29_7_0 one_29 1
    X_29_7_0 memory_7 201.54595900894122
    X_29_7_0 in_28_7_0 -1
    X_29_7_0 out_29_7_0 -1
    X_29_7_0 computation_7 489.7131271795975
    X_30_4_0 one_30 1
    X_30_4_0 before_30_4 1
    X_30_4_0 before_30_5 1
    X_30_4_0 before_30_6 1
    X_30_4_0 memory_4 201.54595900894122
    X_30_4_0 in_29_4_0 -1
    X_30_4_0 out_30_4_0 -1
    X_30_4_0 computation_4 489.7131271795975
    X_30_5_0 one_30 1
    X_30_5_0 before_30_5 1
    X_30_5_0 before_30_6 1
    X_30_5_0 memory_5 201.54595900894122
    X_30_5_0 in_29_5_0 -1
    X_30_5_0 out_30_5_0 -1
    X_30_5_0 computation_5 489.7131271795975
    X_30_6_0 one_30 1
    X_30_6_0 before_30_6 1
    X_30_6_0 memory_6 201.54595900894122
    X_30_6_0 in_29_6_0 -1
    X_30_6_0 out_30_6_0 -1
    X_30_6_0 computation_6 489.7131271795975
    X_30_7_0 one_30 1
    X_30_7_0 memory_7 201.54595900894122
    X_30_7_0 in_29_7_0 -1
    X_30_7_0 out_30_7_0 -1
    X_30_7_0 computation_7 489.7131271795975
    X_31_5_0 one_31 1
    X_31_5_0 before_31_5 1
    X_31_5_0 before_31_6 1
    X_31_5_0 memory_5 201.54595900894122
    X_31_5_0 in_30_5_0 -1
    X_31_5_0 out_31_5_0 -1
    X_31_5_0 computation_5 489.7131271795975
    X_31_6_0 one_31 1
    X_31_6_0 before_31_6 1
    X_31_6_0 memory_6 201.54595900894122
    X_31_6_0 in_30_6_0 -1
    X_31_6_0 out_31_6_0 -1
    X_31_6_0 computation_6 489.7131271795975
    X_31_7_0 one_31 1
    X_31_7_0 memory_7 201.54595900894122
    X_31_7_0 in_30_7_0 -1
    X_31_7_0 out_31_7_0 -1
    X_31_7_0 computation_7 489.7131271795975
    X_32_6_0 one_32 1
    X_32_6_0 before_32_6 1
    X_32_6_0 memory_6 201.54595900894122
    X_32_6_0 in_31_6_0 -1
    X_32_6_0 out_32_6_0 -1
    X_32_6_0 computation_6 489.7131271795975
    X_32_7_0 one_32 1
    X_32_7_0 memory_7 201.54595900894122
    X_32_7_0 in_31_7_0 -1
    X_32_7_0 out_32_7_0 -1
    X_32_7_0 computation_7 489.7131271795975
    X_33_7_0 one_33 1
    X_33_7_0 memory_7 115.25647105347265
    X_33_7_0 in_32_7_0 -1
    X_33_7_0 computation_7 326.0081664710865
    H_1_0 before_1_0 -1
    H_1_0 whole_0_0 -1
    H_1_0 whole_1_0 1
    H_2_0 before_2_0 -1
    H_2_0 whole_1_0 -1
    H_2_0 whole_2_0 1
    H_2_1 before_2_1 -1
    H_2_1 whole_1_1 -1
    H_2_1 whole_2_1 1
    H_3_0 before_3_0 -1
    H_3_0 whole_2_0 -1
    H_3_0 whole_3_0 1
    H_3_1 before_3_1 -1
    H_3_1 whole_2_1 -1
    H_3_1 whole_3_1 1
    H_3_2 before_3_2 -1
    H_3_2 whole_2_2 -1
    H_3_2 whole_3_2 1
    H_4_0 before_4_0 -1
    H_4_0 whole_3_0 -1
    H_4_0 bottleneck_0_0 2284.860672904616
    H_4_1 before_4_1 -1
    H_4_1 whole_3_1 -1
    H_4_1 whole_4_1 1
    H_4_2 before_4_2 -1
    H_4_2 whole_3_2 -1
    H_4_2 whole_4_2 1
    H_4_3 before_4_3 -1
    H_4_3 whole_3_3 -1
    H_4_3 whole_4_3 1
    H_5_0 before_5_0 -1
    H_5_0 whole_5_0 1
    H_5_0 bottleneck_0_0 -2284.860672904616
    H_5_1 before_5_1 -1
    H_5_1 whole_4_1 -1
    H_5_1 whole_5_1 1
    H_5_2 before_5_2 -1
    H_5_2 whole_4_2 -1
    H_5_2 whole_5_2 1
    H_5_3 before_5_3 -1
    H_5_3 whole_4_3 -1
    H_5_3 whole_5_3 1
    H_5_4 before_5_4 -1
    H_5_4 whole_4_4 -1
    H_5_4 whole_5_4 1
    H_6_0 before_6_0 -1
    H_6_0 whole_5_0 -1
    H_6_0 whole_6_0 1
    H_6_1 before_6_1 -1
    H_6_1 whole_5_1 -1
    H_6_1 whole_6_1 1
    H_6_2 before_6_2 -1
    H_6_2 whole_5_2 -1
    H_6_2 whole_6_2 1
    H_6_3 before_6_3 -1
    H_6_3 whole_5_3 -1
    H_6_3 whole_6_3 1
    H_6_4 before_6_4 -1
    H_6_4 whole_5_4 -1
    H_6_4 whole_6_4 1
    H_6_5 before_6_5 -1
    H_6_5 whole_5_5 -1
    H_6_5 whole_6_5 1
    H_7_0 before_7_0 -1
    H_7_0 whole_6_0 -1
    H_7_0 whole_7_0 1
    H_7_1 before_7_1 -1
    H_7_1 whole_6_1 -1
    H_7_1 whole_7_1 1
    H_7_2 before_7_2 -1
    H_7_2 whole_6_2 -1
    H_7_2 whole_7_2 1
    H_7_3 before_7_3 -1
    H_7_3 whole_6_3 -1
    H_7_3 whole_7_3 1
    H_7_4 before_7_4 -1
    H_7_4 whole_6_4 -1
    H_7_4 whole_7_4 1
    H_7_5 before_7_5 -1
    H_7_5 whole_6_5 -1
    H_7_5 whole_7_5 1
    H_7_6 before_7_6 -1
    H_7_6 whole_6_6 -1
    H_7_6 whole_7_6 1
    H_8_0 before_8_0 -1
    H_8_0 whole_7_0 -1
    H_8_0 whole_8_0 1
    H_8_1 before_8_1 -1
    H_8_1 whole_7_1 -1
    H_8_1 bottleneck_0_1 2284.860672904616
    H_8_2 before_8_2 -1
    H_8_2 whole_7_2 -1
    H_8_2 whole_8_2 1
    H_8_3 before_8_3 -1
    H_8_3 whole_7_3 -1
    H_8_3 whole_8_3 1
    H_8_4 before_8_4 -1
    H_8_4 whole_7_4 -1
    H_8_4 whole_8_4 1
    H_8_5 before_8_5 -1
    H_8_5 whole_7_5 -1
    H_8_5 whole_8_5 1
    H_8_6 before_8_6 -1
    H_8_6 whole_7_6 -1
    H_8_6 whole_8_6 1
    H_9_0 before_9_0 -1
    H_9_0 whole_8_0 -1
    H_9_0 whole_9_0 1
    H_9_1 before_9_1 -1
    H_9_1 whole_9_1 1
    H_9_1 bottleneck_0_1 -2284.860672904616
    H_9_2 before_9_2 -1
    H_9_2 whole_8_2 -1
    H_9_2 whole_9_2 1
    H_9_3 before_9_3 -1
    H_9_3 whole_8_3 -1
    H_9_3 whole_9_3 1
    H_9_4 before_9_4 -1
    H_9_4 whole_8_4 -1
    H_9_4 whole_9_4 1
    H_9_5 before_9_5 -1
    H_9_5 whole_8_5 -1
    H_9_5 whole_9_5 1
    H_9_6 before_9_6 -1
    H_9_6 whole_8_6 -1
    H_9_6 whole_9_6 1
    H_10_0 before_10_0 -1
    H_10_0 whole_9_0 -1
    H_10_0 whole_10_0 1
    H_10_1 before_10_1 -1
    H_10_1 whole_9_1 -1
    H_10_1 whole_10_1 1
    H_10_2 before_10_2 -1
    H_10_2 whole_9_2 -1
    H_10_2 whole_10_2 1
    H_10_3 before_10_3 -1
    H_10_3 whole_9_3 -1
    H_10_3 whole_10_3 1
    H_10_4 before_10_4 -1
    H_10_4 whole_9_4 -1
    H_10_4 whole_10_4 1
    H_10_5 before_10_5 -1
    H_10_5 whole_9_5 -1
    H_10_5 whole_10_5 1
    H_10_6 before_10_6 -1
    H_10_6 whole_9_6 -1
    H_10_6 whole_10_6 1
    H_11_0 before_11_0 -1
    H_11_0 whole_10_0 -1
    H_11_0 whole_11_0 1
    H_11_1 before_11_1 -1
    H_11_1 whole_10_1 -1
    H_11_1 whole_11_1 1
    H_11_2 before_11_2 -1
    H_11_2 whole_10_2 -1
    H_11_2 whole_11_2 1
    H_11_3 before_11_3 -1
    H_11_3 whole_10_3 -1
    H_11_3 whole_11_3 1
    H_11_4 before_11_4 -1
    H_11_4 whole_10_4 -1
    H_11_4 whole_11_4 1
    H_11_5 before_11_5 -1
    H_11_5 whole_10_5 -1
    H_11_5 whole_11_5 1
    H_11_6 before_11_6 -1
    H_11_6 whole_10_6 -1
    H_11_6 whole_11_6 1
    H_12_0 before_12_0 -1
    H_12_0 whole_11_0 -1
    H_12_0 whole_12_0 1
    H_12_1 before_12_1 -1
    H_12_1 whole_11_1 -1
    H_12_1 whole_12_1 1
    H_12_2 before_12_2 -1
    H_12_2 whole_11_2 -1
    H_12_2 bottleneck_0_2 2284.860672904616
    H_12_3 before_12_3 -1
    H_12_3 whole_11_3 -1
    H_12_3 whole_12_3 1
    H_12_4 before_12_4 -1
    H_12_4 whole_11_4 -1
    H_12_4 whole_12_4 1
    H_12_5 before_12_5 -1
    H_12_5 whole_11_5 -1
    H_12_5 whole_12_5 1
    H_12_6 before_12_6 -1
    H_12_6 whole_11_6 -1
    H_12_6 whole_12_6 1
    H_13_0 before_13_0 -1
    H_13_0 whole_12_0 -1
    H_13_0 whole_13_0 1
    H_13_1 before_13_1 -1
    H_13_1 whole_12_1 -1
    H_13_1 whole_13_1 1
    H_13_2 before_13_2 -1
    H_13_2 whole_13_2 1
    H_13_2 bottleneck_0_2 -2284.860672904616
    H_13_3 before_13_3 -1
    H_13_3 whole_12_3 -1
    H_13_3 whole_13_3 1
    H_13_4 before_13_4 -1
    H_13_4 whole_12_4 -1
    H_13_4 whole_13_4 1
    H_13_5 before_13_5 -1
    H_13_5 whole_12_5 -1
    H_13_5 whole_13_5 1
    H_13_6 before_13_6 -1
    H_13_6 whole_12_6 -1
    H_13_6 whole_13_6 1
    H_14_0 before_14_0 -1
    H_14_0 whole_13_0 -1
    H_14_0 whole_14_0 1
    H_14_1 before_14_1 -1
    H_14_1 whole_13_1 -1
    H_14_1 whole_14_1 1
    H_14_2 before_14_2 -1
    H_14_2 whole_13_2 -1
    H_14_2 whole_14_2 1
    H_14_3 before_14_3 -1
    H_14_3 whole_13_3 -1
    H_14_3 whole_14_3 1
    H_14_4 before_14_4 -1
    H_14_4 whole_13_4 -1
    H_14_4 whole_14_4 1
    H_14_5 before_14_5 -1
    H_14_5 whole_13_5 -1
    H_14_5 whole_14_5 1
    H_14_6 before_14_6 -1
    H_14_6 whole_13_6 -1
    H_14_6 whole_14_6 1
    H_15_0 before_15_0 -1
    H_15_0 whole_14_0 -1
    H_15_0 whole_15_0 1
    H_15_1 before_15_1 -1
    H_15_1 whole_14_1 -1
    H_15_1 whole_15_1 1
    H_15_2 before_15_2 -1
    H_15_2 whole_14_2 -1
    H_15_2 whole_15_2 1
    H_15_3 before_15_3 -1
    H_15_3 whole_14_3 -1
    H_15_3 whole_15_3 1
    H_15_4 before_15_4 -1
    H_15_4 whole_14_4 -1
    H_15_4 whole_15_4 1
    H_15_5 before_15_5 -1
    H_15_5 whole_14_5 -1
    H_15_5 whole_15_5 1
    H_15_6 before_15_6 -1
    H_15_6 whole_14_6 -1
    H_15_6 whole_15_6 1
    H_16_0 before_16_0 -1
    H_16_0 whole_15_0 -1
    H_16_0 whole_16_0 1
    H_16_1 before_16_1 -1
    H_16_1 whole_15_1 -1
    H_16_1 whole_16_1 1
    H_16_2 before_16_2 -1
    H_16_2 whole_15_2 -1
    H_16_2 whole_16_2 1
    H_16_3 before_16_3 -1
    H_16_3 whole_15_3 -1
    H_16_3 bottleneck_0_3 2284.860672904616
    H_16_4 before_16_4 -1
    H_16_4 whole_15_4 -1
    H_16_4 whole_16_4 1
    H_16_5 before_16_5 -1
    H_16_5 whole_15_5 -1
    H_16_5 whole_16_5 1
    H_16_6 before_16_6 -1
    H_16_6 whole_15_6 -1
    H_16_6 whole_16_6 1
    H_17_0 before_17_0 -1
    H_17_0 whole_16_0 -1
    H_17_0 whole_17_0 1
    H_17_1 before_17_1 -1
    H_17_1 whole_16_1 -1
    H_17_1 whole_17_1 1
    H_17_2 before_17_2 -1
    H_17_2 whole_16_2 -1
    H_17_2 whole_17_2 1
    H_17_3 before_17_3 -1
    H_17_3 whole_17_3 1
    H_17_3 bottleneck_0_3 -2284.860672904616
    H_17_4 before_17_4 -1
    H_17_4 whole_16_4 -1
    H_17_4 whole_17_4 1
    H_17_5 before_17_5 -1
    H_17_5 whole_16_5 -1
    H_17_5 whole_17_5 1
    H_17_6 before_17_6 -1
    H_17_6 whole_16_6 -1
    H_17_6 whole_17_6 1
    H_18_0 before_18_0 -1
    H_18_0 whole_17_0 -1
    H_18_0 whole_18_0 1
    H_18_1 before_18_1 -1
    H_18_1 whole_17_1 -1
    H_18_1 whole_18_1 1
    H_18_2 before_18_2 -1
    H_18_2 whole_17_2 -1
    H_18_2 whole_18_2 1
    H_18_3 before_18_3 -1
    H_18_3 whole_17_3 -1
    H_18_3 whole_18_3 1
    H_18_4 before_18_4 -1
    H_18_4 whole_17_4 -1
    H_18_4 whole_18_4 1
    H_18_5 before_18_5 -1
    H_18_5 whole_17_5 -1
    H_18_5 whole_18_5 1
    H_18_6 before_18_6 -1
    H_18_6 whole_17_6 -1
    H_18_6 whole_18_6 1
    H_19_0 before_19_0 -1
    H_19_0 whole_18_0 -1
    H_19_0 whole_19_0 1
    H_19_1 before_19_1 -1
    H_19_1 whole_18_1 -1
    H_19_1 whole_19_1 1
    H_19_2 before_19_2 -1
    H_19_2 whole_18_2 -1
    H_19_2 whole_19_2 1
    H_19_3 before_19_3 -1
    H_19_3 whole_18_3 -1
    H_19_3 whole_19_3 1
    H_19_4 before_19_4 -1
    H_19_4 whole_18_4 -1
    H_19_4 whole_19_4 1
    H_19_5 before_19_5 -1
    H_19_5 whole_18_5 -1
    H_19_5 whole_19_5 1
    H_19_6 before_19_6 -1
    H_19_6 whole_18_6 -1
    H_19_6 whole_19_6 1
    H_20_0 before_20_0 -1
    H_20_0 whole_19_0 -1
    H_20_0 whole_20_0 1
    H_20_1 before_20_1 -1
    H_20_1 whole_19_1 -1
    H_20_1 whole_20_1 1
    H_20_2 before_20_2 -1
    H_20_2 whole_19_2 -1
    H_20_2 whole_20_2 1
    H_20_3 before_20_3 -1
    H_20_3 whole_19_3 -1
    H_20_3 whole_20_3 1
    H_20_4 before_20_4 -1
    H_20_4 whole_19_4 -1
    H_20_4 bottleneck_0_4 2284.860672904616
    H_20_5 before_20_5 -1
    H_20_5 whole_19_5 -1
    H_20_5 whole_20_5 1
    H_20_6 before_20_6 -1
    H_20_6 whole_19_6 -1
    H_20_6 whole_20_6 1
    H_21_0 before_21_0 -1
    H_21_0 whole_20_0 -1
    H_21_0 whole_21_0 1
    H_21_1 before_21_1 -1
    H_21_1 whole_20_1 -1
    H_21_1 whole_21_1 1
    H_21_2 before_21_2 -1
    H_21_2 whole_20_2 -1
    H_21_2 whole_21_2 1
    H_21_3 before_21_3 -1
    H_21_3 whole_20_3 -1
    H_21_3 whole_21_3 1
    H_21_4 before_21_4 -1
    H_21_4 whole_21_4 1
    H_21_4 bottleneck_0_4 -2284.860672904616
    H_21_5 before_21_5 -1
    H_21_5 whole_20_5 -1
    H_21_5 whole_21_5 1
    H_21_6 before_21_6 -1
    H_21_6 whole_20_6 -1
    H_21_6 whole_21_6 1
    H_22_0 before_22_0 -1
    H_22_0 whole_21_0 -1
    H_22_0 whole_22_0 1
    H_22_1 before_22_1 -1
    H_22_1 whole_21_1 -1
    H_22_1 whole_22_1 1
    H_22_2 before_22_2 -1
    H_22_2 whole_21_2 -1
    H_22_2 whole_22_2 1
    H_22_3 before_22_3 -1
    H_22_3 whole_21_3 -1
    H_22_3 whole_22_3 1
    H_22_4 before_22_4 -1
    H_22_4 whole_21_4 -1
    H_22_4 whole_22_4 1
    H_22_5 before_22_5 -1
    H_22_5 whole_21_5 -1
    H_22_5 whole_22_5 1
    H_22_6 before_22_6 -1
    H_22_6 whole_21_6 -1
    H_22_6 whole_22_6 1
    H_23_0 before_23_0 -1
    H_23_0 whole_22_0 -1
    H_23_0 whole_23_0 1
    H_23_1 before_23_1 -1
    H_23_1 whole_22_1 -1
    H_23_1 whole_23_1 1
    H_23_2 before_23_2 -1
    H_23_2 whole_22_2 -1
    H_23_2 whole_23_2 1
    H_23_3 before_23_3 -1
    H_23_3 whole_22_3 -1
    H_23_3 whole_23_3 1
    H_23_4 before_23_4 -1
    H_23_4 whole_22_4 -1
    H_23_4 whole_23_4 1
    H_23_5 before_23_5 -1
    H_23_5 whole_22_5 -1
    H_23_5 whole_23_5 1
    H_23_6 before_23_6 -1
    H_23_6 whole_22_6 -1
    H_23_6 whole_23_6 1
    H_24_0 before_24_0 -1
    H_24_0 whole_23_0 -1
    H_24_0 whole_24_0 1
    H_24_1 before_24_1 -1
    H_24_1 whole_23_1 -1
    H_24_1 whole_24_1 1
    H_24_2 before_24_2 -1
    H_24_2 whole_23_2 -1
    H_24_2 whole_24_2 1
    H_24_3 before_24_3 -1
    H_24_3 whole_23_3 -1
    H_24_3 whole_24_3 1
    H_24_4 before_24_4 -1
    H_24_4 whole_23_4 -1
    H_24_4 whole_24_4 1
    H_24_5 before_24_5 -1
    H_24_5 whole_23_5 -1
    H_24_5 bottleneck_0_5 2284.860672904616
    H_24_6 before_24_6 -1
    H_24_6 whole_23_6 -1
    H_24_6 whole_24_6 1
    H_25_0 before_25_0 -1
    H_25_0 whole_24_0 -1
    H_25_0 whole_25_0 1
    H_25_1 before_25_1 -1
    H_25_1 whole_24_1 -1
    H_25_1 whole_25_1 1
    H_25_2 before_25_2 -1
    H_25_2 whole_24_2 -1
    H_25_2 whole_25_2 1
    H_25_3 before_25_3 -1
    H_25_3 whole_24_3 -1
    H_25_3 whole_25_3 1
    H_25_4 before_25_4 -1
    H_25_4 whole_24_4 -1
    H_25_4 whole_25_4 1
    H_25_5 before_25_5 -1
    H_25_5 whole_25_5 1
    H_25_5 bottleneck_0_5 -2284.860672904616
    H_25_6 before_25_6 -1
    H_25_6 whole_24_6 -1
    H_25_6 whole_25_6 1
    H_26_0 before_26_0 -1
    H_26_0 whole_25_0 -1
    H_26_0 whole_26_0 1
    H_26_1 before_26_1 -1
    H_26_1 whole_25_1 -1
    H_26_1 whole_26_1 1
    H_26_2 before_26_2 -1
    H_26_2 whole_25_2 -1
    H_26_2 whole_26_2 1
    H_26_3 before_26_3 -1
    H_26_3 whole_25_3 -1
    H_26_3 whole_26_3 1
    H_26_4 before_26_4 -1
    H_26_4 whole_25_4 -1
    H_26_4 whole_26_4 1
    H_26_5 before_26_5 -1
    H_26_5 whole_25_5 -1
    H_26_5 whole_26_5 1
    H_26_6 before_26_6 -1
    H_26_6 whole_25_6 -1
    H_26_6 whole_26_6 1
    H_27_1 before_27_1 -1
    H_27_1 whole_26_1 -1
    H_27_1 whole_27_1 1
    H_27_2 before_27_2 -1
    H_27_2 whole_26_2 -1
    H_27_2 whole_27_2 1
    H_27_3 before_27_3 -1
    H_27_3 whole_26_3 -1
    H_27_3 whole_27_3 1
    H_27_4 before_27_4 -1
    H_27_4 whole_26_4 -1
    H_27_4 whole_27_4 1
    H_27_5 before_27_5 -1
    H_27_5 whole_26_5 -1
    H_27_5 whole_27_5 1
    H_27_6 before_27_6 -1
    H_27_6 whole_26_6 -1
    H_27_6 whole_27_6 1
    H_28_2 before_28_2 -1
    H_28_2 whole_27_2 -1
    H_28_2 whole_28_2 1
    H_28_3 before_28_3 -1
    H_28_3 whole_27_3 -1
    H_28_3 whole_28_3 1
    H_28_4 before_28_4 -1
    H_28_4 whole_27_4 -1
    H_28_4 whole_28_4 1
    H_28_5 before_28_5 -1
    H_28_5 whole_27_5 -1
    H_28_5 whole_28_5 1
    H_28_6 before_28_6 -1
    H_28_6 whole_27_6 -1
    H_28_6 bottleneck_0_6 2284.860672904616
    H_29_3 before_29_3 -1
    H_29_3 whole_28_3 -1
    H_29_3 whole_29_3 1
    H_29_4 before_29_4 -1
    H_29_4 whole_28_4 -1
    H_29_4 whole_29_4 1
    H_29_5 before_29_5 -1
    H_29_5 whole_28_5 -1
    H_29_5 whole_29_5 1
    H_29_6 before_29_6 -1
    H_29_6 whole_29_6 1
    H_29_6 bottleneck_0_6 -2284.860672904616
    H_30_4 before_30_4 -1
    H_30_4 whole_29_4 -1
    H_30_4 whole_30_4 1
    H_30_5 before_30_5 -1
    H_30_5 whole_29_5 -1
    H_30_5 whole_30_5 1
    H_30_6 before_30_6 -1
    H_30_6 whole_29_6 -1
    H_30_6 whole_30_6 1
    H_31_5 before_31_5 -1
    H_31_5 whole_30_5 -1
    H_31_5 whole_31_5 1
    H_31_6 before_31_6 -1
    H_31_6 whole_30_6 -1
    H_31_6 whole_31_6 1
    H_32_6 before_32_6 -1
    H_32_6 whole_31_6 -1
    H_32_6 whole_32_6 1
    MARKER 'MARKER' 'INTEND'
    y_0_0_0_0_0 out_0_0_0 1
    y_0_0_0_0_0 in_0_0_0 1
    y_0_0_0_1_0 out_0_0_0 1
    y_0_0_0_1_0 in_0_1_0 1
    y_0_0_0_1_0 communication_0 54.968710300012496
    y_1_0_0_0_0 out_1_0_0 1
    y_1_0_0_0_0 in_1_0_0 1
    y_1_0_0_1_0 out_1_0_0 1
    y_1_0_0_1_0 in_1_1_0 1
    y_1_0_0_1_0 communication_0 54.968710300012496
    y_1_1_0_1_0 out_1_1_0 1
    y_1_1_0_1_0 in_1_1_0 1
    y_1_1_0_2_0 out_1_1_0 1
    y_1_1_0_2_0 in_1_2_0 1
    y_1_1_0_2_0 communication_1 54.968710300012496
    y_2_0_0_0_0 out_2_0_0 1
    y_2_0_0_0_0 in_2_0_0 1
    y_2_0_0_1_0 out_2_0_0 1
    y_2_0_0_1_0 in_2_1_0 1
    y_2_0_0_1_0 communication_0 54.968710300012496
    y_2_1_0_1_0 out_2_1_0 1
    y_2_1_0_1_0 in_2_1_0 1
    y_2_1_0_2_0 out_2_1_0 1
    y_2_1_0_2_0 in_2_2_0 1
    y_2_1_0_2_0 communication_1 54.968710300012496
    y_2_2_0_2_0 out_2_2_0 1
    y_2_2_0_2_0 in_2_2_0 1
    y_2_2_0_3_0 out_2_2_0 1
    y_2_2_0_3_0 in_2_3_0 1
    y_2_2_0_3_0 communication_2 54.968710300012496
    y_3_0_0_0_0 out_3_0_0 1
    y_3_0_0_0_0 in_3_0_0 1
    y_3_0_0_1_0 out_3_0_0 1
    y_3_0_0_1_0 in_3_1_0 1
    y_3_0_0_1_0 communication_0 54.968710300012496
    y_3_1_0_1_0 out_3_1_0 1
    y_3_1_0_1_0 in_3_1_0 1
    y_3_1_0_2_0 out_3_1_0 1
    y_3_1_0_2_0 in_3_2_0 1
    y_3_1_0_2_0 communication_1 54.968710300012496
    y_3_2_0_2_0 out_3_2_0 1
    y_3_2_0_2_0 in_3_2_0 1
    y_3_2_0_3_0 out_3_2_0 1
    y_3_2_0_3_0 in_3_3_0 1
    y_3_2_0_3_0 communication_2 54.968710300012496
    y_3_3_0_3_0 out_3_3_0 1
    y_3_3_0_3_0 in_3_3_0 1
    y_3_3_0_4_0 out_3_3_0 1
    y_3_3_0_4_0 in_3_4_0 1
    y_3_3_0_4_0 communication_3 54.968710300012496
    y_4_0_0_0_0 out_4_0_0 1
    y_4_0_0_0_0 in_4_0_0 1
    y_4_0_0_1_0 out_4_0_0 1
    y_4_0_0_1_0 in_4_1_0 1
    y_4_0_0_1_0 communication_0 54.968710300012496
    y_4_1_0_1_0 out_4_1_0 1
    y_4_1_0_1_0 in_4_1_0 1
    y_4_1_0_2_0 out_4_1_0 1
    y_4_1_0_2_0 in_4_2_0 1
    y_4_1_0_2_0 communication_1 54.968710300012496
    y_4_2_0_2_0 out_4_2_0 1
    y_4_2_0_2_0 in_4_2_0 1
    y_4_2_0_3_0 out_4_2_0 1
    y_4_2_0_3_0 in_4_3_0 1
    y_4_2_0_3_0 communication_2 54.968710300012496
    y_4_3_0_3_0 out_4_3_0 1
    y_4_3_0_3_0 in_4_3_0 1
    y_4_3_0_4_0 out_4_3_0 1
    y_4_3_0_4_0 in_4_4_0 1
    y_4_3_0_4_0 communication_3 54.968710300012496
    y_4_4_0_4_0 out_4_4_0 1
    y_4_4_0_4_0 in_4_4_0 1
    y_4_4_0_5_0 out_4_4_0 1
    y_4_4_0_5_0 in_4_5_0 1
    y_4_4_0_5_0 communication_4 54.968710300012496
    y_5_0_0_0_0 out_5_0_0 1
    y_5_0_0_0_0 in_5_0_0 1
    y_5_0_0_1_0 out_5_0_0 1
    y_5_0_0_1_0 in_5_1_0 1
    y_5_0_0_1_0 communication_0 54.968710300012496
    y_5_1_0_1_0 out_5_1_0 1
    y_5_1_0_1_0 in_5_1_0 1
    y_5_1_0_2_0 out_5_1_0 1
    y_5_1_0_2_0 in_5_2_0 1
    y_5_1_0_2_0 communication_1 54.968710300012496
    y_5_2_0_2_0 out_5_2_0 1
    y_5_2_0_2_0 in_5_2_0 1
    y_5_2_0_3_0 out_5_2_0 1
    y_5_2_0_3_0 in_5_3_0 1
    y_5_2_0_3_0 communication_2 54.968710300012496
    y_5_3_0_3_0 out_5_3_0 1
    y_5_3_0_3_0 in_5_3_0 1
    y_5_3_0_4_0 out_5_3_0 1
    y_5_3_0_4_0 in_5_4_0 1
    y_5_3_0_4_0 communication_3 54.968710300012496
    y_5_4_0_4_0 out_5_4_0 1
    y_5_4_0_4_0 in_5_4_0 1
    y_5_4_0_5_0 out_5_4_0 1
    y_5_4_0_5_0 in_5_5_0 1
    y_5_4_0_5_0 communication_4 54.968710300012496
    y_5_5_0_5_0 out_5_5_0 1
    y_5_5_0_5_0 in_5_5_0 1
    y_5_5_0_6_0 out_5_5_0 1
    y_5_5_0_6_0 in_5_6_0 1
    y_5_5_0_6_0 communication_5 54.968710300012496
    y_6_0_0_0_0 out_6_0_0 1
    y_6_0_0_0_0 in_6_0_0 1
    y_6_0_0_1_0 out_6_0_0 1
    y_6_0_0_1_0 in_6_1_0 1
    y_6_0_0_1_0 communication_0 54.968710300012496
    y_6_1_0_1_0 out_6_1_0 1
    y_6_1_0_1_0 in_6_1_0 1
    y_6_1_0_2_0 out_6_1_0 1
    y_6_1_0_2_0 in_6_2_0 1
    y_6_1_0_2_0 communication_1 54.968710300012496
    y_6_2_0_2_0 out_6_2_0 1
    y_6_2_0_2_0 in_6_2_0 1
    y_6_2_0_3_0 out_6_2_0 1
    y_6_2_0_3_0 in_6_3_0 1
    y_6_2_0_3_0 communication_2 54.968710300012496
    y_6_3_0_3_0 out_6_3_0 1
    y_6_3_0_3_0 in_6_3_0 1
    y_6_3_0_4_0 out_6_3_0 1
    y_6_3_0_4_0 in_6_4_0 1
    y_6_3_0_4_0 communication_3 54.968710300012496
    y_6_4_0_4_0 out_6_4_0 1
    y_6_4_0_4_0 in_6_4_0 1
    y_6_4_0_5_0 out_6_4_0 1
    y_6_4_0_5_0 in_6_5_0 1
    y_6_4_0_5_0 communication_4 54.968710300012496
    y_6_5_0_5_0 out_6_5_0 1
    y_6_5_0_5_0 in_6_5_0 1
    y_6_5_0_6_0 out_6_5_0 1
    y_6_5_0_6_0 in_6_6_0 1
    y_6_5_0_6_0 communication_5 54.968710300012496
    y_6_6_0_6_0 out_6_6_0 1
    y_6_6_0_6_0 in_6_6_0 1
    y_6_6_0_7_0 out_6_6_0 1
    y_6_6_0_7_0 in_6_7_0 1
    y_6_6_0_7_0 communication_6 54.968710300012496
    y_7_0_0_0_0 out_7_0_0 1
    y_7_0_0_0_0 in_7_0_0 1
    y_7_0_0_1_0 out_7_0_0 1
    y_7_0_0_1_0 in_7_1_0 1
    y_7_0_0_1_0 communication_0 54.968710300012496
    y_7_1_0_1_0 out_7_1_0 1
    y_7_1_0_1_0 in_7_1_0 1
    y_7_1_0_2_0 out_7_1_0 1
    y_7_1_0_2_0 in_7_2_0 1
    y_7_1_0_2_0 communication_1 54.968710300012496
    y_7_2_0_2_0 out_7_2_0 1
    y_7_2_0_2_0 in_7_2_0 1
    y_7_2_0_3_0 out_7_2_0 1
    y_7_2_0_3_0 in_7_3_0 1
    y_7_2_0_3_0 communication_2 54.968710300012496
    y_7_3_0_3_0 out_7_3_0 1
    y_7_3_0_3_0 in_7_3_0 1
    y_7_3_0_4_0 out_7_3_0 1
    y_7_3_0_4_0 in_7_4_0 1
    y_7_3_0_4_0 communication_3 54.968710300012496
    y_7_4_0_4_0 out_7_4_0 1
    y_7_4_0_4_0 in_7_4_0 1
    y_7_4_0_5_0 out_7_4_0 1
    y_7_4_0_5_0 in_7_5_0 1
    y_7_4_0_5_0 communication_4 54.968710300012496
    y_7_5_0_5_0 out_7_5_0 1
    y_7_5_0_5_0 in_7_5_0 1
    y_7_5_0_6_0 out_7_5_0 1
    y_7_5_0_6_0 in_7_6_0 1
    y_7_5_0_6_0 communication_5 54.968710300012496
    y_7_6_0_6_0 out_7_6_0 1
    y_7_6_0_6_0 in_7_6_0 1
    y_7_6_0_7_0 out_7_6_0 1
    y_7_6_0_7_0 in_7_7_0 1
    y_7_6_0_7_0 communication_6 54.968710300012496
    y_7_7_0_7_0 out_7_7_0 1
    y_7_7_0_7_0 in_7_7_0 1
    y_8_0_0_0_0 out_8_0_0 1
    y_8_0_0_0_0 in_8_0_0 1
    y_8_0_0_1_0 out_8_0_0 1
    y_8_0_0_1_0 in_8_1_0 1
    y_8_0_0_1_0 communication_0 54.968710300012496
    y_8_1_0_1_0 out_8_1_0 1
    y_8_1_0_1_0 in_8_1_0 1
    y_8_1_0_2_0 out_8_1_0 1
    y_8_1_0_2_0 in_8_2_0 1
    y_8_1_0_2_0 communication_1 54.968710300012496
    y_8_2_0_2_0 out_8_2_0 1
    y_8_2_0_2_0 in_8_2_0 1
    y_8_2_0_3_0 out_8_2_0 1
    y_8_2_0_3_0 in_8_3_0 1
    y_8_2_0_3_0 communication_2 54.968710300012496
    y_8_3_0_3_0 out_8_3_0 1
    y_8_3_0_3_0 in_8_3_0 1
    y_8_3_0_4_0 out_8_3_0 1
    y_8_3_0_4_0 in_8_4_0 1
    y_8_3_0_4_0 communication_3 54.968710300012496
    y_8_4_0_4_0 out_8_4_0 1
    y_8_4_0_4_0 in_8_4_0 1
    y_8_4_0_5_0 out_8_4_0 1
    y_8_4_0_5_0 in_8_5_0 1
    y_8_4_0_5_0 communication_4 54.968710300012496
    y_8_5_0_5_0 out_8_5_0 1
    y_8_5_0_5_0 in_8_5_0 1
    y_8_5_0_6_0 out_8_5_0 1
    y_8_5_0_6_0 in_8_6_0 1
    y_8_5_0_6_0 communication_5 54.968710300012496
    y_8_6_0_6_0 out_8_6_0 1
    y_8_6_0_6_0 in_8_6_0 1
    y_8_6_0_7_0 out_8_6_0 1
    y_8_6_0_7_0 in_8_7_0 1
    y_8_6_0_7_0 communication_6 54.968710300012496
    y_8_7_0_7_0 out_8_7_0 1
    y_8_7_0_7_0 in_8_7_0 1
    y_9_0_0_0_0 out_9_0_0 1
    y_9_0_0_0_0 in_9_0_0 1
    y_9_0_0_1_0 out_9_0_0 1
    y_9_0_0_1_0 in_9_1_0 1
    y_9_0_0_1_0 communication_0 54.968710300012496
    y_9_1_0_1_0 out_9_1_0 1
    y_9_1_0_1_0 in_9_1_0 1
    y_9_1_0_2_0 out_9_1_0 1
    y_9_1_0_2_0 in_9_2_0 1
    y_9_1_0_2_0 communication_1 54.968710300012496
    y_9_2_0_2_0 out_9_2_0 1
    y_9_2_0_2_0 in_9_2_0 1
    y_9_2_0_3_0 out_9_2_0 1
    y_9_2_0_3_0 in_9_3_0 1
    y_9_2_0_3_0 communication_2 54.968710300012496
    y_9_3_0_3_0 out_9_3_0 1
    y_9_3_0_3_0 in_9_3_0 1
    y_9_3_0_4_0 out_9_3_0 1
    y_9_3_0_4_0 in_9_4_0 1
    y_9_3_0_4_0 communication_3 54.968710300012496
    y_9_4_0_4_0 out_9_4_0 1
    y_9_4_0_4_0 in_9_4_0 1
    y_9_4_0_5_0 out_9_4_0 1
    y_9_4_0_5_0 in_9_5_0 1
    y_9_4_0_5_0 communication_4 54.968710300012496
    y_9_5_0_5_0 out_9_5_0 1
    y_9_5_0_5_0 in_9_5_0 1
    y_9_5_0_6_0 out_9_5_0 1
    y_9_5_0_6_0 in_9_6_0 1
    y_9_5_0_6_0 communication_5 54.968710300012496
    y_9_6_0_6_0 out_9_6_0 1
    y_9_6_0_6_0 in_9_6_0 1
    y_9_6_0_7_0 out_9_6_0 1
    y_9_6_0_7_0 in_9_7_0 1
    y_9_6_0_7_0 communication_6 54.968710300012496
    y_9_7_0_7_0 out_9_7_0 1
    y_9_7_0_7_0 in_9_7_0 1
    y_10_0_0_0_0 out_10_0_0 1
    y_10_0_0_0_0 in_10_0_0 1
    y_10_0_0_1_0 out_10_0_0 1
    y_10_0_0_1_0 in_10_1_0 1
    y_10_0_0_1_0 communication_0 54.968710300012496
    y_10_1_0_1_0 out_10_1_0 1
    y_10_1_0_1_0 in_10_1_0 1
    y_10_1_0_2_0 out_10_1_0 1
    y_10_1_0_2_0 in_10_2_0 1
    y_10_1_0_2_0 communication_1 54.968710300012496
    y_10_2_0_2_0 out_10_2_0 1
    y_10_2_0_2_0 in_10_2_0 1
    y_10_2_0_3_0 out_10_2_0 1
    y_10_2_0_3_0 in_10_3_0 1
    y_10_2_0_3_0 communication_2 54.968710300012496
    y_10_3_0_3_0 out_10_3_0 1
    y_10_3_0_3_0 in_10_3_0 1
    y_10_3_0_4_0 out_10_3_0 1
    y_10_3_0_4_0 in_10_4_0 1
    y_10_3_0_4_0 communication_3 54.968710300012496
    y_10_4_0_4_0 out_10_4_0 1
    y_10_4_0_4_0 in_10_4_0 1
    y_10_4_0_5_0 out_10_4_0 1
    y_10_4_0_5_0 in_10_5_0 1
    y_10_4_0_5_0 communication_4 54.968710300012496
    y_10_5_0_5_0 out_10_5_0 1
    y_10_5_0_5_0 in_10_5_0 1
    y_10_5_0_6_0 out_10_5_0 1
    y_10_5_0_6_0 in_10_6_0 1
    y_10_5_0_6_0 communication_5 54.968710300012496
    y_10_6_0_6_0 out_10_6_0 1
    y_10_6_0_6_0 in_10_6_0 1
    y_10_6_0_7_0 out_10_6_0 1
    y_10_6_0_7_0 in_10_7_0 1
    y_10_6_0_7_0 communication_6 54.968710300012496
    y_10_7_0_7_0 out_10_7_0 1
    y_10_7_0_7_0 in_10_7_0 1
    y_11_0_0_0_0 out_11_0_0 1
    y_11_0_0_0_0 in_11_0_0 1
    y_11_0_0_1_0 out_11_0_0 1
    y_11_0_0_1_0 in_11_1_0 1
    y_11_0_0_1_0 communication_0 54.968710300012496
    y_11_1_0_1_0 out_11_1_0 1
    y_11_1_0_1_0 in_11_1_0 1
    y_11_1_0_2_0 out_11_1_0 1
    y_11_1_0_2_0 in_11_2_0 1
    y_11_1_0_2_0 communication_1 54.968710300012496
    y_11_2_0_2_0 out_11_2_0 1
    y_11_2_0_2_0 in_11_2_0 1
    y_11_2_0_3_0 out_11_2_0 1
    y_11_2_0_3_0 in_11_3_0 1
    y_11_2_0_3_0 communication_2 54.968710300012496
    y_11_3_0_3_0 out_11_3_0 1
    y_11_3_0_3_0 in_11_3_0 1
    y_11_3_0_4_0 out_11_3_0 1
    y_11_3_0_4_0 in_11_4_0 1
    y_11_3_0_4_0 communication_3 54.968710300012496
    y_11_4_0_4_0 out_11_4_0 1
    y_11_4_0_4_0 in_11_4_0 1
    y_11_4_0_5_0 out_11_4_0 1
    y_11_4_0_5_0 in_11_5_0 1
    y_11_4_0_5_0 communication_4 54.968710300012496
    y_11_5_0_5_0 out_11_5_0 1
    y_11_5_0_5_0 in_11_5_0 1
    y_11_5_0_6_0 out_11_5_0 1
    y_11_5_0_6_0 in_11_6_0 1
    y_11_5_0_6_0 communication_5 54.968710300012496
    y_11_6_0_6_0 out_11_6_0 1
    y_11_6_0_6_0 in_11_6_0 1
    y_11_6_0_7_0 out_11_6_0 1
    y_11_6_0_7_0 in_11_7_0 1
    y_11_6_0_7_0 communication_6 54.968710300012496
    y_11_7_0_7_0 out_11_7_0 1
    y_11_7_0_7_0 in_11_7_0 1
    y_12_0_0_0_0 out_12_0_0 1
    y_12_0_0_0_0 in_12_0_0 1
    y_12_0_0_1_0 out_12_0_0 1
    y_12_0_0_1_0 in_12_1_0 1
    y_12_0_0_1_0 communication_0 54.968710300012496
    y_12_1_0_1_0 out_12_1_0 1
    y_12_1_0_1_0 in_12_1_0 1
    y_12_1_0_2_0 out_12_1_0 1
    y_12_1_0_2_0 in_12_2_0 1
    y_12_1_0_2_0 communication_1 54.968710300012496
    y_12_2_0_2_0 out_12_2_0 1
    y_12_2_0_2_0 in_12_2_0 1
    y_12_2_0_3_0 out_12_2_0 1
    y_12_2_0_3_0 in_12_3_0 1
    y_12_2_0_3_0 communication_2 54.968710300012496
    y_12_3_0_3_0 out_12_3_0 1
    y_12_3_0_3_0 in_12_3_0 1
    y_12_3_0_4_0 out_12_3_0 1
    y_12_3_0_4_0 in_12_4_0 1
    y_12_3_0_4_0 communication_3 54.968710300012496
    y_12_4_0_4_0 out_12_4_0 1
    y_12_4_0_4_0 in_12_4_0 1
    y_12_4_0_5_0 out_12_4_0 1
    y_12_4_0_5_0 in_12_5_0 1
    y_12_4_0_5_0 communication_4 54.968710300012496
    y_12_5_0_5_0 out_12_5_0 1
    y_12_5_0_5_0 in_12_5_0 1
    y_12_5_0_6_0 out_12_5_0 1
    y_12_5_0_6_0 in_12_6_0 1
    y_12_5_0_6_0 communication_5 54.968710300012496
    y_12_6_0_6_0 out_12_6_0 1
    y_12_6_0_6_0 in_12_6_0 1
    y_12_6_0_7_0 out_12_6_0 1
    y_12_6_0_7_0 in_12_7_0 1
    y_12_6_0_7_0 communication_6 54.968710300012496
    y_12_7_0_7_0 out_12_7_0 1
    y_12_7_0_7_0 in_12_7_0 1
    y_13_0_0_0_0 out_13_0_0 1
    y_13_0_0_0_0 in_13_0_0 1
    y_13_0_0_1_0 out_13_0_0 1
    y_13_0_0_1_0 in_13_1_0 1
    y_13_0_0_1_0 communication_0 54.968710300012496
    y_13_1_0_1_0 out_13_1_0 1
    y_13_1_0_1_0 in_13_1_0 1
    y_13_1_0_2_0 out_13_1_0 1
    y_13_1_0_2_0 in_13_2_0 1
    y_13_1_0_2_0 communication_1 54.968710300012496
    y_13_2_0_2_0 out_13_2_0 1
    y_13_2_0_2_0 in_13_2_0 1
    y_13_2_0_3_0 out_13_2_0 1
    y_13_2_0_3_0 in_13_3_0 1
    y_13_2_0_3_0 communication_2 54.968710300012496
    y_13_3_0_3_0 out_13_3_0 1
    y_13_3_0_3_0 in_13_3_0 1
    y_13_3_0_4_0 out_13_3_0 1
    y_13_3_0_4_0 in_13_4_0 1
    y_13_3_0_4_0 communication_3 54.968710300012496
    y_13_4_0_4_0 out_13_4_0 1
    y_13_4_0_4_0 in_13_4_0 1
    y_13_4_0_5_0 out_13_4_0 1
    y_13_4_0_5_0 in_13_5_0 1
    y_13_4_0_5_0 communication_4 54.968710300012496
    y_13_5_0_5_0 out_13_5_0 1
    y_13_5_0_5_0 in_13_5_0 1
    y_13_5_0_6_0 out_13_5_0 1
    y_13_5_0_6_0 in_13_6_0 1
    y_13_5_0_6_0 communication_5 54.968710300012496
    y_13_6_0_6_0 out_13_6_0 1
    y_13_6_0_6_0 in_13_6_0 1
    y_13_6_0_7_0 out_13_6_0 1
    y_13_6_0_7_0 in_13_7_0 1
    y_13_6_0_7_0 communication_6 54.968710300012496
    y_13_7_0_7_0 out_13_7_0 1
    y_13_7_0_7_0 in_13_7_0 1
    y_14_0_0_0_0 out_14_0_0 1
    y_14_0_0_0_0 in_14_0_0 1
    y_14_0_0_1_0 out_14_0_0 1
    y_14_0_0_1_0 in_14_1_0 1
    y_14_0_0_1_0 communication_0 54.968710300012496
    y_14_1_0_1_0 out_14_1_0 1
    y_14_1_0_1_0 in_14_1_0 1
    y_14_1_0_2_0 out_14_1_0 1
    y_14_1_0_2_0 in_14_2_0 1
    y_14_1_0_2_0 communication_1 54.968710300012496
    y_14_2_0_2_0 out_14_2_0 1
    y_14_2_0_2_0 in_14_2_0 1
    y_14_2_0_3_0 out_14_2_0 1
    y_14_2_0_3_0 in_14_3_0 1
    y_14_2_0_3_0 communication_2 54.968710300012496
    y_14_3_0_3_0 out_14_3_0 1
    y_14_3_0_3_0 in_14_3_0 1
    y_14_3_0_4_0 out_14_3_0 1
    y_14_3_0_4_0 in_14_4_0 1
    y_14_3_0_4_0 communication_3 54.968710300012496
    y_14_4_0_4_0 out_14_4_0 1
    y_14_4_0_4_0 in_14_4_0 1
    y_14_4_0_5_0 out_14_4_0 1
    y_14_4_0_5_0 in_14_5_0 1
    y_14_4_0_5_0 communication_4 54.968710300012496
    y_14_5_0_5_0 out_14_5_0 1
    y_14_5_0_5_0 in_14_5_0 1
    y_14_5_0_6_0 out_14_5_0 1
    y_14_5_0_6_0 in_14_6_0 1
    y_14_5_0_6_0 communication_5 54.968710300012496
    y_14_6_0_6_0 out_14_6_0 1
    y_14_6_0_6_0 in_14_6_0 1
    y_14_6_0_7_0 out_14_6_0 1
    y_14_6_0_7_0 in_14_7_0 1
    y_14_6_0_7_0 communication_6 54.968710300012496
    y_14_7_0_7_0 out_14_7_0 1
    y_14_7_0_7_0 in_14_7_0 1
    y_15_0_0_0_0 out_15_0_0 1
    y_15_0_0_0_0 in_15_0_0 1
    y_15_0_0_1_0 out_15_0_0 1
    y_15_0_0_1_0 in_15_1_0 1
    y_15_0_0_1_0 communication_0 54.968710300012496
    y_15_1_0_1_0 out_15_1_0 1
    y_15_1_0_1_0 in_15_1_0 1
    y_15_1_0_2_0 out_15_1_0 1
    y_15_1_0_2_0 in_15_2_0 1
    y_15_1_0_2_0 communication_1 54.968710300012496
    y_15_2_0_2_0 out_15_2_0 1
    y_15_2_0_2_0 in_15_2_0 1
    y_15_2_0_3_0 out_15_2_0 1
    y_15_2_0_3_0 in_15_3_0 1
    y_15_2_0_3_0 communication_2 54.968710300012496
    y_15_3_0_3_0 out_15_3_0 1
    y_15_3_0_3_0 in_15_3_0 1
    y_15_3_0_4_0 out_15_3_0 1
    y_15_3_0_4_0 in_15_4_0 1
    y_15_3_0_4_0 communication_3 54.968710300012496
    y_15_4_0_4_0 out_15_4_0 1
    y_15_4_0_4_0 in_15_4_0 1
    y_15_4_0_5_0 out_15_4_0 1
    y_15_4_0_5_0 in_15_5_0 1
    y_15_4_0_5_0 communication_4 54.968710300012496
    y_15_5_0_5_0 out_15_5_0 1
    y_15_5_0_5_0 in_15_5_0 1
    y_15_5_0_6_0 out_15_5_0 1
    y_15_5_0_6_0 in_15_6_0 1
    y_15_5_0_6_0 communication_5 54.968710300012496
    y_15_6_0_6_0 out_15_6_0 1
    y_15_6_0_6_0 in_15_6_0 1
    y_15_6_0_7_0 out_15_6_0 1
    y_15_6_0_7_0 in_15_7_0 1
    y_15_6_0_7_0 communication_6 54.968710300012496
    y_15_7_0_7_0 out_15_7_0 1
    y_15_7_0_7_0 in_15_7_0 1
    y_16_0_0_0_0 out_16_0_0 1
    y_16_0_0_0_0 in_16_0_0 1
    y_16_0_0_1_0 out_16_0_0 1
    y_16_0_0_1_0 in_16_1_0 1
    y_16_0_0_1_0 communication_0 54.968710300012496
    y_16_1_0_1_0 out_16_1_0 1
    y_16_1_0_1_0 in_16_1_0 1
    y_16_1_0_2_0 out_16_1_0 1
    y_16_1_0_2_0 in_16_2_0 1
    y_16_1_0_2_0 communication_1 54.968710300012496
    y_16_2_0_2_0 out_16_2_0 1
    y_16_2_0_2_0 in_16_2_0 1
    y_16_2_0_3_0 out_16_2_0 1
    y_16_2_0_3_0 in_16_3_0 1
    y_16_2_0_3_0 communication_2 54.968710300012496
    y_16_3_0_3_0 out_16_3_0 1
    y_16_3_0_3_0 in_16_3_0 1
    y_16_3_0_4_0 out_16_3_0 1
    y_16_3_0_4_0 in_16_4_0 1
    y_16_3_0_4_0 communication_3 54.968710300012496
    y_16_4_0_4_0 out_16_4_0 1
    y_16_4_0_4_0 in_16_4_0 1
    y_16_4_0_5_0 out_16_4_0 1
    y_16_4_0_5_0 in_16_5_0 1
    y_16_4_0_5_0 communication_4 54.968710300012496
    y_16_5_0_5_0 out_16_5_0 1
    y_16_5_0_5_0 in_16_5_0 1
    y_16_5_0_6_0 out_16_5_0 1
    y_16_5_0_6_0 in_16_6_0 1
    y_16_5_0_6_0 communication_5 54.968710300012496
    y_16_6_0_6_0 out_16_6_0 1
    y_16_6_0_6_0 in_16_6_0 1
    y_16_6_0_7_0 out_16_6_0 1
    y_16_6_0_7_0 in_16_7_0 1
    y_16_6_0_7_0 communication_6 54.968710300012496
    y_16_7_0_7_0 out_16_7_0 1
    y_16_7_0_7_0 in_16_7_0 1
    y_17_0_0_0_0 out_17_0_0 1
    y_17_0_0_0_0 in_17_0_0 1
    y_17_0_0_1_0 out_17_0_0 1
    y_17_0_0_1_0 in_17_1_0 1
    y_17_0_0_1_0 communication_0 54.968710300012496
    y_17_1_0_1_0 out_17_1_0 1
    y_17_1_0_1_0 in_17_1_0 1
    y_17_1_0_2_0 out_17_1_0 1
    y_17_1_0_2_0 in_17_2_0 1
    y_17_1_0_2_0 communication_1 54.968710300012496
    y_17_2_0_2_0 out_17_2_0 1
    y_17_2_0_2_0 in_17_2_0 1
    y_17_2_0_3_0 out_17_2_0 1
    y_17_2_0_3_0 in_17_3_0 1
    y_17_2_0_3_0 communication_2 54.968710300012496
    y_17_3_0_3_0 out_17_3_0 1
    y_17_3_0_3_0 in_17_3_0 1
    y_17_3_0_4_0 out_17_3_0 1
    y_17_3_0_4_0 in_17_4_0 1
    y_17_3_0_4_0 communication_3 54.968710300012496
    y_17_4_0_4_0 out_17_4_0 1
    y_17_4_0_4_0 in_17_4_0 1
    y_17_4_0_5_0 out_17_4_0 1
    y_17_4_0_5_0 in_17_5_0 1
    y_17_4_0_5_0 communication_4 54.968710300012496
    y_17_5_0_5_0 out_17_5_0 1
    y_17_5_0_5_0 in_17_5_0 1
    y_17_5_0_6_0 out_17_5_0 1
    y_17_5_0_6_0 in_17_6_0 1
    y_17_5_0_6_0 communication_5 54.968710300012496
    y_17_6_0_6_0 out_17_6_0 1
    y_17_6_0_6_0 in_17_6_0 1
    y_17_6_0_7_0 out_17_6_0 1
    y_17_6_0_7_0 in_17_7_0 1
    y_17_6_0_7_0 communication_6 54.968710300012496
    y_17_7_0_7_0 out_17_7_0 1
    y_17_7_0_7_0 in_17_7_0 1
    y_18_0_0_0_0 out_18_0_0 1
    y_18_0_0_0_0 in_18_0_0 1
    y_18_0_0_1_0 out_18_0_0 1
    y_18_0_0_1_0 in_18_1_0 1
    y_18_0_0_1_0 communication_0 54.968710300012496
    y_18_1_0_1_0 out_18_1_0 1
    y_18_1_0_1_0 in_18_1_0 1
    y_18_1_0_2_0 out_18_1_0 1
    y_18_1_0_2_0 in_18_2_0 1
    y_18_1_0_2_0 communication_1 54.968710300012496
    y_18_2_0_2_0 out_18_2_0 1
    y_18_2_0_2_0 in_18_2_0 1
    y_18_2_0_3_0 out_18_2_0 1
    y_18_2_0_3_0 in_18_3_0 1
    y_18_2_0_3_0 communication_2 54.968710300012496
    y_18_3_0_3_0 out_18_3_0 1
    y_18_3_0_3_0 in_18_3_0 1
    y_18_3_0_4_0 out_18_3_0 1
    y_18_3_0_4_0 in_18_4_0 1
    y_18_3_0_4_0 communication_3 54.968710300012496
    y_18_4_0_4_0 out_18_4_0 1
    y_18_4_0_4_0 in_18_4_0 1
    y_18_4_0_5_0 out_18_4_0 1
    y_18_4_0_5_0 in_18_5_0 1
    y_18_4_0_5_0 communication_4 54.968710300012496
    y_18_5_0_5_0 out_18_5_0 1
    y_18_5_0_5_0 in_18_5_0 1
    y_18_5_0_6_0 out_18_5_0 1
    y_18_5_0_6_0 in_18_6_0 1
    y_18_5_0_6_0 communication_5 54.968710300012496
    y_18_6_0_6_0 out_18_6_0 1
    y_18_6_0_6_0 in_18_6_0 1
    y_18_6_0_7_0 out_18_6_0 1
    y_18_6_0_7_0 in_18_7_0 1
    y_18_6_0_7_0 communication_6 54.968710300012496
    y_18_7_0_7_0 out_18_7_0 1
    y_18_7_0_7_0 in_18_7_0 1
    y_19_0_0_0_0 out_19_0_0 1
    y_19_0_0_0_0 in_19_0_0 1
    y_19_0_0_1_0 out_19_0_0 1
    y_19_0_0_1_0 in_19_1_0 1
    y_19_0_0_1_0 communication_0 54.968710300012496
    y_19_1_0_1_0 out_19_1_0 1
    y_19_1_0_1_0 in_19_1_0 1
    y_19_1_0_2_0 out_19_1_0 1
    y_19_1_0_2_0 in_19_2_0 1
    y_19_1_0_2_0 communication_1 54.968710300012496
    y_19_2_0_2_0 out_19_2_0 1
    y_19_2_0_2_0 in_19_2_0 1
    y_19_2_0_3_0 out_19_2_0 1
    y_19_2_0_3_0 in_19_3_0 1
    y_19_2_0_3_0 communication_2 54.968710300012496
    y_19_3_0_3_0 out_19_3_0 1
    y_19_3_0_3_0 in_19_3_0 1
    y_19_3_0_4_0 out_19_3_0 1
    y_19_3_0_4_0 in_19_4_0 1
    y_19_3_0_4_0 communication_3 54.968710300012496
    y_19_4_0_4_0 out_19_4_0 1
    y_19_4_0_4_0 in_19_4_0 1
    y_19_4_0_5_0 out_19_4_0 1
    y_19_4_0_5_0 in_19_5_0 1
    y_19_4_0_5_0 communication_4 54.968710300012496
    y_19_5_0_5_0 out_19_5_0 1
    y_19_5_0_5_0 in_19_5_0 1
    y_19_5_0_6_0 out_19_5_0 1
    y_19_5_0_6_0 in_19_6_0 1
    y_19_5_0_6_0 communication_5 54.968710300012496
    y_19_6_0_6_0 out_19_6_0 1
    y_19_6_0_6_0 in_19_6_0 1
    y_19_6_0_7_0 out_19_6_0 1
    y_19_6_0_7_0 in_19_7_0 1
    y_19_6_0_7_0 communication_6 54.968710300012496
    y_19_7_0_7_0 out_19_7_0 1
    y_19_7_0_7_0 in_19_7_0 1
    y_20_0_0_0_0 out_20_0_0 1
    y_20_0_0_0_0 in_20_0_0 1
    y_20_0_0_1_0 out_20_0_0 1
    y_20_0_0_1_0 in_20_1_0 1
    y_20_0_0_1_0 communication_0 54.968710300012496
    y_20_1_0_1_0 out_20_1_0 1
    y_20_1_0_1_0 in_20_1_0 1
    y_20_1_0_2_0 out_20_1_0 1
    y_20_1_0_2_0 in_20_2_0 1
    y_20_1_0_2_0 communication_1 54.968710300012496
    y_20_2_0_2_0 out_20_2_0 1
    y_20_2_0_2_0 in_20_2_0 1
    y_20_2_0_3_0 out_20_2_0 1
    y_20_2_0_3_0 in_20_3_0 1
    y_20_2_0_3_0 communication_2 54.968710300012496
    y_20_3_0_3_0 out_20_3_0 1
    y_20_3_0_3_0 in_20_3_0 1
    y_20_3_0_4_0 out_20_3_0 1
    y_20_3_0_4_0 in_20_4_0 1
    y_20_3_0_4_0 communication_3 54.968710300012496
    y_20_4_0_4_0 out_20_4_0 1
    y_20_4_0_4_0 in_20_4_0 1
    y_20_4_0_5_0 out_20_4_0 1
    y_20_4_0_5_0 in_20_5_0 1
    y_20_4_0_5_0 communication_4 54.968710300012496
    y_20_5_0_5_0 out_20_5_0 1
    y_20_5_0_5_0 in_20_5_0 1
    y_20_5_0_6_0 out_20_5_0 1
    y_20_5_0_6_0 in_20_6_0 1
    y_20_5_0_6_0 communication_5 54.968710300012496
    y_20_6_0_6_0 out_20_6_0 1
    y_20_6_0_6_0 in_20_6_0 1
    y_20_6_0_7_0 out_20_6_0 1
    y_20_6_0_7_0 in_20_7_0 1
    y_20_6_0_7_0 communication_6 54.968710300012496
    y_20_7_0_7_0 out_20_7_0 1
    y_20_7_0_7_0 in_20_7_0 1
    y_21_0_0_0_0 out_21_0_0 1
    y_21_0_0_0_0 in_21_0_0 1
    y_21_0_0_1_0 out_21_0_0 1
    y_21_0_0_1_0 in_21_1_0 1
    y_21_0_0_1_0 communication_0 54.968710300012496
    y_21_1_0_1_0 out_21_1_0 1
    y_21_1_0_1_0 in_21_1_0 1
    y_21_1_0_2_0 out_21_1_0 1
    y_21_1_0_2_0 in_21_2_0 1
    y_21_1_0_2_0 communication_1 54.968710300012496
    y_21_2_0_2_0 out_21_2_0 1
    y_21_2_0_2_0 in_21_2_0 1
    y_21_2_0_3_0 out_21_2_0 1
    y_21_2_0_3_0 in_21_3_0 1
    y_21_2_0_3_0 communication_2 54.968710300012496
    y_21_3_0_3_0 out_21_3_0 1
    y_21_3_0_3_0 in_21_3_0 1
    y_21_3_0_4_0 out_21_3_0 1
    y_21_3_0_4_0 in_21_4_0 1
    y_21_3_0_4_0 communication_3 54.968710300012496
    y_21_4_0_4_0 out_21_4_0 1
    y_21_4_0_4_0 in_21_4_0 1
    y_21_4_0_5_0 out_21_4_0 1
    y_21_4_0_5_0 in_21_5_0 1
    y_21_4_0_5_0 communication_4 54.968710300012496
    y_21_5_0_5_0 out_21_5_0 1
    y_21_5_0_5_0 in_21_5_0 1
    y_21_5_0_6_0 out_21_5_0 1
    y_21_5_0_6_0 in_21_6_0 1
    y_21_5_0_6_0 communication_5 54.968710300012496
    y_21_6_0_6_0 out_21_6_0 1
    y_21_6_0_6_0 in_21_6_0 1
    y_21_6_0_7_0 out_21_6_0 1
    y_21_6_0_7_0 in_21_7_0 1
    y_21_6_0_7_0 communication_6 54.968710300012496
    y_21_7_0_7_0 out_21_7_0 1
    y_21_7_0_7_0 in_21_7_0 1
    y_22_0_0_0_0 out_22_0_0 1
    y_22_0_0_0_0 in_22_0_0 1
    y_22_0_0_1_0 out_22_0_0 1
    y_22_0_0_1_0 in_22_1_0 1
    y_22_0_0_1_0 communication_0 54.968710300012496
    y_22_1_0_1_0 out_22_1_0 1
    y_22_1_0_1_0 in_22_1_0 1
    y_22_1_0_2_0 out_22_1_0 1
    y_22_1_0_2_0 in_22_2_0 1
    y_22_1_0_2_0 communication_1 54.968710300012496
    y_22_2_0_2_0 out_22_2_0 1
    y_22_2_0_2_0 in_22_2_0 1
    y_22_2_0_3_0 out_22_2_0 1
    y_22_2_0_3_0 in_22_3_0 1
    y_22_2_0_3_0 communication_2 54.968710300012496
    y_22_3_0_3_0 out_22_3_0 1
    y_22_3_0_3_0 in_22_3_0 1
    y_22_3_0_4_0 out_22_3_0 1
    y_22_3_0_4_0 in_22_4_0 1
    y_22_3_0_4_0 communication_3 54.968710300012496
    y_22_4_0_4_0 out_22_4_0 1
    y_22_4_0_4_0 in_22_4_0 1
    y_22_4_0_5_0 out_22_4_0 1
    y_22_4_0_5_0 in_22_5_0 1
    y_22_4_0_5_0 communication_4 54.968710300012496
    y_22_5_0_5_0 out_22_5_0 1
    y_22_5_0_5_0 in_22_5_0 1
    y_22_5_0_6_0 out_22_5_0 1
    y_22_5_0_6_0 in_22_6_0 1
    y_22_5_0_6_0 communication_5 54.968710300012496
    y_22_6_0_6_0 out_22_6_0 1
    y_22_6_0_6_0 in_22_6_0 1
    y_22_6_0_7_0 out_22_6_0 1
    y_22_6_0_7_0 in_22_7_0 1
    y_22_6_0_7_0 communication_6 54.968710300012496
    y_22_7_0_7_0 out_22_7_0 1
    y_22_7_0_7_0 in_22_7_0 1
    y_23_0_0_0_0 out_23_0_0 1
    y_23_0_0_0_0 in_23_0_0 1
    y_23_0_0_1_0 out_23_0_0 1
    y_23_0_0_1_0 in_23_1_0 1
    y_23_0_0_1_0 communication_0 54.968710300012496
    y_23_1_0_1_0 out_23_1_0 1
    y_23_1_0_1_0 in_23_1_0 1
    y_23_1_0_2_0 out_23_1_0 1
    y_23_1_0_2_0 in_23_2_0 1
    y_23_1_0_2_0 communication_1 54.968710300012496
    y_23_2_0_2_0 out_23_2_0 1
    y_23_2_0_2_0 in_23_2_0 1
    y_23_2_0_3_0 out_23_2_0 1
    y_23_2_0_3_0 in_23_3_0 1
    y_23_2_0_3_0 communication_2 54.968710300012496
    y_23_3_0_3_0 out_23_3_0 1
    y_23_3_0_3_0 in_23_3_0 1
    y_23_3_0_4_0 out_23_3_0 1
    y_23_3_0_4_0 in_23_4_0 1
    y_23_3_0_4_0 communication_3 54.968710300012496
    y_23_4_0_4_0 out_23_4_0 1
    y_23_4_0_4_0 in_23_4_0 1
    y_23_4_0_5_0 out_23_4_0 1
    y_23_4_0_5_0 in_23_5_0 1
    y_23_4_0_5_0 communication_4 54.968710300012496
    y_23_5_0_5_0 out_23_5_0 1
    y_23_5_0_5_0 in_23_5_0 1
    y_23_5_0_6_0 out_23_5_0 1
    y_23_5_0_6_0 in_23_6_0 1
    y_23_5_0_6_0 communication_5 54.968710300012496
    y_23_6_0_6_0 out_23_6_0 1
    y_23_6_0_6_0 in_23_6_0 1
    y_23_6_0_7_0 out_23_6_0 1
    y_23_6_0_7_0 in_23_7_0 1
    y_23_6_0_7_0 communication_6 54.968710300012496
    y_23_7_0_7_0 out_23_7_0 1
    y_23_7_0_7_0 in_23_7_0 1
    y_24_0_0_0_0 out_24_0_0 1
    y_24_0_0_0_0 in_24_0_0 1
    y_24_0_0_1_0 out_24_0_0 1
    y_24_0_0_1_0 in_24_1_0 1
    y_24_0_0_1_0 communication_0 54.968710300012496
    y_24_1_0_1_0 out_24_1_0 1
    y_24_1_0_1_0 in_24_1_0 1
    y_24_1_0_2_0 out_24_1_0 1
    y_24_1_0_2_0 in_24_2_0 1
    y_24_1_0_2_0 communication_1 54.968710300012496
    y_24_2_0_2_0 out_24_2_0 1
    y_24_2_0_2_0 in_24_2_0 1
    y_24_2_0_3_0 out_24_2_0 1
    y_24_2_0_3_0 in_24_3_0 1
    y_24_2_0_3_0 communication_2 54.968710300012496
    y_24_3_0_3_0 out_24_3_0 1
    y_24_3_0_3_0 in_24_3_0 1
    y_24_3_0_4_0 out_24_3_0 1
    y_24_3_0_4_0 in_24_4_0 1
    y_24_3_0_4_0 communication_3 54.968710300012496
    y_24_4_0_4_0 out_24_4_0 1
    y_24_4_0_4_0 in_24_4_0 1
    y_24_4_0_5_0 out_24_4_0 1
    y_24_4_0_5_0 in_24_5_0 1
    y_24_4_0_5_0 communication_4 54.968710300012496
    y_24_5_0_5_0 out_24_5_0 1
    y_24_5_0_5_0 in_24_5_0 1
    y_24_5_0_6_0 out_24_5_0 1
    y_24_5_0_6_0 in_24_6_0 1
    y_24_5_0_6_0 communication_5 54.968710300012496
    y_24_6_0_6_0 out_24_6_0 1
    y_24_6_0_6_0 in_24_6_0 1
    y_24_6_0_7_0 out_24_6_0 1
    y_24_6_0_7_0 in_24_7_0 1
    y_24_6_0_7_0 communication_6 54.968710300012496
    y_24_7_0_7_0 out_24_7_0 1
    y_24_7_0_7_0 in_24_7_0 1
    y_25_0_0_0_0 out_25_0_0 1
    y_25_0_0_0_0 in_25_0_0 1
    y_25_0_0_1_0 out_25_0_0 1
    y_25_0_0_1_0 in_25_1_0 1
    y_25_0_0_1_0 communication_0 54.968710300012496
    y_25_1_0_1_0 out_25_1_0 1
    y_25_1_0_1_0 in_25_1_0 1
    y_25_1_0_2_0 out_25_1_0 1
    y_25_1_0_2_0 in_25_2_0 1
    y_25_1_0_2_0 communication_1 54.968710300012496
    y_25_2_0_2_0 out_25_2_0 1
    y_25_2_0_2_0 in_25_2_0 1
    y_25_2_0_3_0 out_25_2_0 1
    y_25_2_0_3_0 in_25_3_0 1
    y_25_2_0_3_0 communication_2 54.968710300012496
    y_25_3_0_3_0 out_25_3_0 1
    y_25_3_0_3_0 in_25_3_0 1
    y_25_3_0_4_0 out_25_3_0 1
    y_25_3_0_4_0 in_25_4_0 1
    y_25_3_0_4_0 communication_3 54.968710300012496
    y_25_4_0_4_0 out_25_4_0 1
    y_25_4_0_4_0 in_25_4_0 1
    y_25_4_0_5_0 out_25_4_0 1
    y_25_4_0_5_0 in_25_5_0 1
    y_25_4_0_5_0 communication_4 54.968710300012496
    y_25_5_0_5_0 out_25_5_0 1
    y_25_5_0_5_0 in_25_5_0 1
    y_25_5_0_6_0 out_25_5_0 1
    y_25_5_0_6_0 in_25_6_0 1
    y_25_5_0_6_0 communication_5 54.968710300012496
    y_25_6_0_6_0 out_25_6_0 1
    y_25_6_0_6_0 in_25_6_0 1
    y_25_6_0_7_0 out_25_6_0 1
    y_25_6_0_7_0 in_25_7_0 1
    y_25_6_0_7_0 communication_6 54.968710300012496
    y_25_7_0_7_0 out_25_7_0 1
    y_25_7_0_7_0 in_25_7_0 1
    y_26_0_0_1_0 out_26_0_0 1
    y_26_0_0_1_0 in_26_1_0 1
    y_26_0_0_1_0 communication_0 54.968710300012496
    y_26_1_0_1_0 out_26_1_0 1
    y_26_1_0_1_0 in_26_1_0 1
    y_26_1_0_2_0 out_26_1_0 1
    y_26_1_0_2_0 in_26_2_0 1
    y_26_1_0_2_0 communication_1 54.968710300012496
    y_26_2_0_2_0 out_26_2_0 1
    y_26_2_0_2_0 in_26_2_0 1
    y_26_2_0_3_0 out_26_2_0 1
    y_26_2_0_3_0 in_26_3_0 1
    y_26_2_0_3_0 communication_2 54.968710300012496
    y_26_3_0_3_0 out_26_3_0 1
    y_26_3_0_3_0 in_26_3_0 1
    y_26_3_0_4_0 out_26_3_0 1
    y_26_3_0_4_0 in_26_4_0 1
    y_26_3_0_4_0 communication_3 54.968710300012496
    y_26_4_0_4_0 out_26_4_0 1
    y_26_4_0_4_0 in_26_4_0 1
    y_26_4_0_5_0 out_26_4_0 1
    y_26_4_0_5_0 in_26_5_0 1
    y_26_4_0_5_0 communication_4 54.968710300012496
    y_26_5_0_5_0 out_26_5_0 1
    y_26_5_0_5_0 in_26_5_0 1
    y_26_5_0_6_0 out_26_5_0 1
    y_26_5_0_6_0 in_26_6_0 1
    y_26_5_0_6_0 communication_5 54.968710300012496
    y_26_6_0_6_0 out_26_6_0 1
    y_26_6_0_6_0 in_26_6_0 1
    y_26_6_0_7_0 out_26_6_0 1
    y_26_6_0_7_0 in_26_7_0 1
    y_26_6_0_7_0 communication_6 54.968710300012496
    y_26_7_0_7_0 out_26_7_0 1
    y_26_7_0_7_0 in_26_7_0 1
    y_27_1_0_2_0 out_27_1_0 1
    y_27_1_0_2_0 in_27_2_0 1
    y_27_1_0_2_0 communication_1 54.968710300012496
    y_27_2_0_2_0 out_27_2_0 1
    y_27_2_0_2_0 in_27_2_0 1
    y_27_2_0_3_0 out_27_2_0 1
    y_27_2_0_3_0 in_27_3_0 1
    y_27_2_0_3_0 communication_2 54.968710300012496
    y_27_3_0_3_0 out_27_3_0 1
    y_27_3_0_3_0 in_27_3_0 1
    y_27_3_0_4_0 out_27_3_0 1
    y_27_3_0_4_0 in_27_4_0 1
    y_27_3_0_4_0 communication_3 54.968710300012496
    y_27_4_0_4_0 out_27_4_0 1
    y_27_4_0_4_0 in_27_4_0 1
    y_27_4_0_5_0 out_27_4_0 1
    y_27_4_0_5_0 in_27_5_0 1
    y_27_4_0_5_0 communication_4 54.968710300012496
    y_27_5_0_5_0 out_27_5_0 1
    y_27_5_0_5_0 in_27_5_0 1
    y_27_5_0_6_0 out_27_5_0 1
    y_27_5_0_6_0 in_27_6_0 1
    y_27_5_0_6_0 communication_5 54.968710300012496
    y_27_6_0_6_0 out_27_6_0 1
    y_27_6_0_6_0 in_27_6_0 1
    y_27_6_0_7_0 out_27_6_0 1
    y_27_6_0_7_0 in_27_7_0 1
    y_27_6_0_7_0 communication_6 54.968710300012496
    y_27_7_0_7_0 out_27_7_0 1
    y_27_7_0_7_0 in_27_7_0 1
    y_28_2_0_3_0 out_28_2_0 1
    y_28_2_0_3_0 in_28_3_0 1
    y_28_2_0_3_0 communication_2 54.968710300012496
    y_28_3_0_3_0 out_28_3_0 1
    y_28_3_0_3_0 in_28_3_0 1
    y_28_3_0_4_0 out_28_3_0 1
    y_28_3_0_4_0 in_28_4_0 1
    y_28_3_0_4_0 communication_3 54.968710300012496
    y_28_4_0_4_0 out_28_4_0 1
    y_28_4_0_4_0 in_28_4_0 1
    y_28_4_0_5_0 out_28_4_0 1
    y_28_4_0_5_0 in_28_5_0 1
    y_28_4_0_5_0 communication_4 54.968710300012496
    y_28_5_0_5_0 out_28_5_0 1
    y_28_5_0_5_0 in_28_5_0 1
    y_28_5_0_6_0 out_28_5_0 1
    y_28_5_0_6_0 in_28_6_0 1
    y_28_5_0_6_0 communication_5 54.968710300012496
    y_28_6_0_6_0 out_28_6_0 1
    y_28_6_0_6_0 in_28_6_0 1
    y_28_6_0_7_0 out_28_6_0 1
    y_28_6_0_7_0 in_28_7_0 1
    y_28_6_0_7_0 communication_6 54.968710300012496
    y_28_7_0_7_0 out_28_7_0 1
    y_28_7_0_7_0 in_28_7_0 1
    y_29_3_0_4_0 out_29_3_0 1
    y_29_3_0_4_0 in_29_4_0 1
    y_29_3_0_4_0 communication_3 54.968710300012496
    y_29_4_0_4_0 out_29_4_0 1
    y_29_4_0_4_0 in_29_4_0 1
    y_29_4_0_5_0 out_29_4_0 1
    y_29_4_0_5_0 in_29_5_0 1
    y_29_4_0_5_0 communication_4 54.968710300012496
    y_29_5_0_5_0 out_29_5_0 1
    y_29_5_0_5_0 in_29_5_0 1
    y_29_5_0_6_0 out_29_5_0 1
    y_29_5_0_6_0 in_29_6_0 1
    y_29_5_0_6_0 communication_5 54.968710300012496
    y_29_6_0_6_0 out_29_6_0 1
    y_29_6_0_6_0 in_29_6_0 1
    y_29_6_0_7_0 out_29_6_0 1
    y_29_6_0_7_0 in_29_7_0 1
    y_29_6_0_7_0 communication_6 54.968710300012496
    y_29_7_0_7_0 out_29_7_0 1
    y_29_7_0_7_0 in_29_7_0 1
    y_30_4_0_5_0 out_30_4_0 1
    y_30_4_0_5_0 in_30_5_0 1
    y_30_4_0_5_0 communication_4 54.968710300012496
    y_30_5_0_5_0 out_30_5_0 1
    y_30_5_0_5_0 in_30_5_0 1
    y_30_5_0_6_0 out_30_5_0 1
    y_30_5_0_6_0 in_30_6_0 1
    y_30_5_0_6_0 communication_5 54.968710300012496
    y_30_6_0_6_0 out_30_6_0 1
    y_30_6_0_6_0 in_30_6_0 1
    y_30_6_0_7_0 out_30_6_0 1
    y_30_6_0_7_0 in_30_7_0 1
    y_30_6_0_7_0 communication_6 54.968710300012496
    y_30_7_0_7_0 out_30_7_0 1
    y_30_7_0_7_0 in_30_7_0 1
    y_31_5_0_6_0 out_31_5_0 1
    y_31_5_0_6_0 in_31_6_0 1
    y_31_5_0_6_0 communication_5 54.968710300012496
    y_31_6_0_6_0 out_31_6_0 1
    y_31_6_0_6_0 in_31_6_0 1
    y_31_6_0_7_0 out_31_6_0 1
    y_31_6_0_7_0 in_31_7_0 1
    y_31_6_0_7_0 communication_6 54.968710300012496
    y_31_7_0_7_0 out_31_7_0 1
    y_31_7_0_7_0 in_31_7_0 1
    y_32_6_0_7_0 out_32_6_0 1
    y_32_6_0_7_0 in_32_7_0 1
    y_32_6_0_7_0 communication_6 54.968710300012496
    y_32_7_0_7_0 out_32_7_0 1
    y_32_7_0_7_0 in_32_7_0 1
    p_0 obj 0.00006103515625
    p_0 computation_0 -1
    p_0 max_0_0 1
    p_1 obj 0.00006103515625
    p_1 computation_1 -1
    p_1 max_0_1 1
    p_2 obj 0.00006103515625
    p_2 computation_2 -1
    p_2 max_0_2 1
    p_3 obj 0.00006103515625
    p_3 computation_3 -1
    p_3 max_0_3 1
    p_4 obj 0.00006103515625
    p_4 computation_4 -1
    p_4 max_0_4 1
    p_5 obj 0.00006103515625
    p_5 computation_5 -1
    p_5 max_0_5 1
    p_6 obj 0.00006103515625
    p_6 computation_6 -1
    p_6 max_0_6 1
    p_7 obj 0.00006103515625
    p_7 computation_7 -1
    p_7 max_0_7 1
    o_0 obj 0.00006103515625
    o_0 communication_0 -1
    o_0 max_0_8 1
    o_1 obj 0.00006103515625
    o_1 communication_1 -1
    o_1 max_0_9 1
    o_2 obj 0.00006103515625
    o_2 communication_2 -1
    o_2 max_0_10 1
    o_3 obj 0.00006103515625
    o_3 communication_3 -1
    o_3 max_0_11 1
    o_4 obj 0.00006103515625
    o_4 communication_4 -1
    o_4 max_0_12 1
    o_5 obj 0.00006103515625
    o_5 communication_5 -1
    o_5 max_0_13 1
    o_6 obj 0.00006103515625
    o_6 communication_6 -1
    o_6 max_0_14 1
    t_0 obj 0.00042724609375
    t_0 max_0_0 -1
    t_0 max_0_1 -1
    t_0 max_0_2 -1
    t_0 max_0_3 -1
    t_0 max_0_4 -1
    t_0 max_0_5 -1
    t_0 max_0_6 -1
    t_0 max_0_7 -1
    t_0 max_0_8 -1
    t_0 max_0_9 -1
    t_0 max_0_10 -1
    t_0 max_0_11 -1
    t_0 max_0_12 -1
    t_0 max_0_13 -1
    t_0 max_0_14 -1
    t_0 bottleneck_0_0 -1
    t_0 bottleneck_0_1 -1
    t_0 bottleneck_0_2 -1
    t_0 bottleneck_0_3 -1
    t_0 bottleneck_0_4 -1
    t_0 bottleneck_0_5 -1
    t_0 bottleneck_0_6 -1
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
    RHS memory_1 1000
    RHS memory_2 1000
    RHS memory_3 1000
    RHS memory_4 1000
    RHS memory_5 1000
    RHS memory_6 1000
    RHS memory_7 1000
    RHS whole_0_0 -1
    RHS whole_1_1 -1
    RHS whole_2_2 -1
    RHS whole_3_3 -1
    RHS whole_4_4 -1
    RHS whole_5_5 -1
    RHS whole_6_6 -1
BOUNDS
 BV BND X_0_0_0
 BV BND X_1_0_0
 BV BND X_1_1_0
 BV BND X_2_0_0
 BV BND X_2_1_0
 BV BND X_2_2_0
 BV BND X_3_0_0
 BV BND X_3_1_0
 BV BND X_3_2_0
 BV BND X_3_3_0
 BV BND X_4_0_0
 BV BND X_4_1_0
 BV BND X_4_2_0
 BV BND X_4_3_0
 BV BND X_4_4_0
 BV BND X_5_0_0
 BV BND X_5_1_0
 BV BND X_5_2_0
 BV BND X_5_3_0
 BV BND X_5_4_0
 BV BND X_5_5_0
 BV BND X_6_0_0
 BV BND X_6_1_0
 BV BND X_6_2_0
 BV BND X_6_3_0
 BV BND X_6_4_0
 BV BND X_6_5_0
 BV BND X_6_6_0
 BV BND X_7_0_0
 BV BND X_7_1_0
 BV BND X_7_2_0
 BV BND X_7_3_0
 BV BND X_7_4_0
 BV BND X_7_5_0
 BV BND X_7_6_0
 BV BND X_7_7_0
 BV BND X_8_0_0
 BV BND X_8_1_0
 BV BND X_8_2_0
 BV BND X_8_3_0
 BV BND X_8_4_0
 BV BND X_8_5_0
 BV BND X_8_6_0
 BV BND X_8_7_0
 BV BND X_9_0_0
 BV BND X_9_1_0
 BV BND X_9_2_0
 BV BND X_9_3_0
 BV BND X_9_4_0
 BV BND X_9_5_0
 BV BND X_9_6_0
 BV BND X_9_7_0
 BV BND X_10_0_0
 BV BND X_10_1_0
 BV BND X_10_2_0
 BV BND X_10_3_0
 BV BND X_10_4_0
 BV BND X_10_5_0
 BV BND X_10_6_0
 BV BND X_10_7_0
 BV BND X_11_0_0
 BV BND X_11_1_0
 BV BND X_11_2_0
 BV BND X_11_3_0
 BV BND X_11_4_0
 BV BND X_11_5_0
 BV BND X_11_6_0
 BV BND X_11_7_0
 BV BND X_12_0_0
 BV BND X_12_1_0
 BV BND X_12_2_0
 BV BND X_12_3_0
 BV BND X_12_4_0
 BV BND X_12_5_0
 BV BND X_12_6_0
 BV BND X_12_7_0
 BV BND X_13_0_0
 BV BND X_13_1_0
 BV BND X_13_2_0
 BV BND X_13_3_0
 BV BND X_13_4_0
 BV BND X_13_5_0
 BV BND X_13_6_0
 BV BND X_13_7_0
 BV BND X_14_0_0
 BV BND X_14_1_0
 BV BND X_14_2_0
 BV BND X_14_3_0
 BV BND X_14_4_0
 BV BND X_14_5_0
 BV BND X_14_6_0
 BV BND X_14_7_0
 BV BND X_15_0_0
 BV BND X_15_1_0
 BV BND X_15_2_0
 BV BND X_15_3_0
 BV BND X_15_4_0
 BV BND X_15_5_0
 BV BND X_15_6_0
 BV BND X_15_7_0
 BV BND X_16_0_0
 BV BND X_16_1_0
 BV BND X_16_2_0
 BV BND X_16_3_0
 BV BND X_16_4_0
 BV BND X_16_5_0
 BV BND X_16_6_0
 BV BND X_16_7_0
 BV BND X_17_0_0
 BV BND X_17_1_0
 BV BND X_17_2_0
 BV BND X_17_3_0
 BV BND X_17_4_0
 BV BND X_17_5_0
 BV BND X_17_6_0
 BV BND X_17_7_0
 BV BND X_18_0_0
 BV BND X_18_1_0
 BV BND X_18_2_0
 BV BND X_18_3_0
 BV BND X_18_4_0
 BV BND X_18_5_0
 BV BND X_18_6_0
 BV BND X_18_7_0
 BV BND X_19_0_0
 BV BND X_19_1_0
 BV BND X_19_2_0
 BV BND X_19_3_0
 BV BND X_19_4_0
 BV BND X_19_5_0
 BV BND X_19_6_0
 BV BND X_19_7_0
 BV BND X_20_0_0
 BV BND X_20_1_0
 BV BND X_20_2_0
 BV BND X_20_3_0
 BV BND X_20_4_0
 BV BND X_20_5_0
 BV BND X_20_6_0
 BV BND X_20_7_0
 BV BND X_21_0_0
 BV BND X_21_1_0
 BV BND X_21_2_0
 BV BND X_21_3_0
 BV BND X_21_4_0
 BV BND X_21_5_0
 BV BND X_21_6_0
 BV BND X_21_7_0
 BV BND X_22_0_0
 BV BND X_22_1_0
 BV BND X_22_2_0
 BV BND X_22_3_0
 BV BND X_22_4_0
 BV BND X_22_5_0
 BV BND X_22_6_0
 BV BND X_22_7_0
 BV BND X_23_0_0
 BV BND X_23_1_0
 BV BND X_23_2_0
 BV BND X_23_3_0
 BV BND X_23_4_0
 BV BND X_23_5_0
 BV BND X_23_6_0
 BV BND X_23_7_0
 BV BND X_24_0_0
 BV BND X_24_1_0
 BV BND X_24_2_0
 BV BND X_24_3_0
 BV BND X_24_4_0
 BV BND X_24_5_0
 BV BND X_24_6_0
 BV BND X_24_7_0
 BV BND X_25_0_0
 BV BND X_25_1_0
 BV BND X_25_2_0
 BV BND X_25_3_0
 BV BND X_25_4_0
 BV BND X_25_5_0
 BV BND X_25_6_0
 BV BND X_25_7_0
 BV BND X_26_0_0
 BV BND X_26_1_0
 BV BND X_26_2_0
 BV BND X_26_3_0
 BV BND X_26_4_0
 BV BND X_26_5_0
 BV BND X_26_6_0
 BV BND X_26_7_0
 BV BND X_27_1_0
 BV BND X_27_2_0
 BV BND X_27_3_0
 BV BND X_27_4_0
 BV BND X_27_5_0
 BV BND X_27_6_0
 BV BND X_27_7_0
 BV BND X_28_2_0
 BV BND X_28_3_0
 BV BND X_28_4_0
 BV BND X_28_5_0
 BV BND X_28_6_0
 BV BND X_28_7_0
 BV BND X_29_3_0
 BV BND X_29_4_0
 BV BND X_29_5_0
 BV BND X_29_6_0
 BV BND X_29_7_0
 BV BND X_30_4_0
 BV BND X_30_5_0
 BV BND X_30_6_0
 BV BND X_30_7_0
 BV BND X_31_5_0
 BV BND X_31_6_0
 BV BND X_31_7_0
 BV BND X_32_6_0
 BV BND X_32_7_0
 BV BND X_33_7_0
 BV BND H_1_0
 BV BND H_2_0
 BV BND H_2_1
 BV BND H_3_0
 BV BND H_3_1
 BV BND H_3_2
 BV BND H_4_0
 BV BND H_4_1
 BV BND H_4_2
 BV BND H_4_3
 BV BND H_5_0
 BV BND H_5_1
 BV BND H_5_2
 BV BND H_5_3
 BV BND H_5_4
 BV BND H_6_0
 BV BND H_6_1
 BV BND H_6_2
 BV BND H_6_3
 BV BND H_6_4
 BV BND H_6_5
 BV BND H_7_0
 BV BND H_7_1
 BV BND H_7_2
 BV BND H_7_3
 BV BND H_7_4
 BV BND H_7_5
 BV BND H_7_6
 BV BND H_8_0
 BV BND H_8_1
 BV BND H_8_2
 BV BND H_8_3
 BV BND H_8_4
 BV BND H_8_5
 BV BND H_8_6
 BV BND H_9_0
 BV BND H_9_1
 BV BND H_9_2
 BV BND H_9_3
 BV BND H_9_4
 BV BND H_9_5
 BV BND H_9_6
 BV BND H_10_0
 BV BND H_10_1
 BV BND H_10_2
 BV BND H_10_3
 BV BND H_10_4
 BV BND H_10_5
 BV BND H_10_6
 BV BND H_11_0
 BV BND H_11_1
 BV BND H_11_2
 BV BND H_11_3
 BV BND H_11_4
 BV BND H_11_5
 BV BND H_11_6
 BV BND H_12_0
 BV BND H_12_1
 BV BND H_12_2
 BV BND H_12_3
 BV BND H_12_4
 BV BND H_12_5
 BV BND H_12_6
 BV BND H_13_0
 BV BND H_13_1
 BV BND H_13_2
 BV BND H_13_3
 BV BND H_13_4
 BV BND H_13_5
 BV BND H_13_6
 BV BND H_14_0
 BV BND H_14_1
 BV BND H_14_2
 BV BND H_14_3
 BV BND H_14_4
 BV BND H_14_5
 BV BND H_14_6
 BV BND H_15_0
 BV BND H_15_1
 BV BND H_15_2
 BV BND H_15_3
 BV BND H_15_4
 BV BND H_15_5
 BV BND H_15_6
 BV BND H_16_0
 BV BND H_16_1
 BV BND H_16_2
 BV BND H_16_3
 BV BND H_16_4
 BV BND H_16_5
 BV BND H_16_6
 BV BND H_17_0
 BV BND H_17_1
 BV BND H_17_2
 BV BND H_17_3
 BV BND H_17_4
 BV BND H_17_5
 BV BND H_17_6
 BV BND H_18_0
 BV BND H_18_1
 BV BND H_18_2
 BV BND H_18_3
 BV BND H_18_4
 BV BND H_18_5
 BV BND H_18_6
 BV BND H_19_0
 BV BND H_19_1
 BV BND H_19_2
 BV BND H_19_3
 BV BND H_19_4
 BV BND H_19_5
 BV BND H_19_6
 BV BND H_20_0
 BV BND H_20_1
 BV BND H_20_2
 BV BND H_20_3
 BV BND H_20_4
 BV BND H_20_5
 BV BND H_20_6
 BV BND H_21_0
 BV BND H_21_1
 BV BND H_21_2
 BV BND H_21_3
 BV BND H_21_4
 BV BND H_21_5
 BV BND H_21_6
 BV BND H_22_0
 BV BND H_22_1
 BV BND H_22_2
 BV BND H_22_3
 BV BND H_22_4
 BV BND H_22_5
 BV BND H_22_6
 BV BND H_23_0
 BV BND H_23_1
 BV BND H_23_2
 BV BND H_23_3
 BV BND H_23_4
 BV BND H_23_5
 BV BND H_23_6
 BV BND H_24_0
 BV BND H_24_1
 BV BND H_24_2
 BV BND H_24_3
 BV BND H_24_4
 BV BND H_24_5
 BV BND H_24_6
 BV BND H_25_0
 BV BND H_25_1
 BV BND H_25_2
 BV BND H_25_3
 BV BND H_25_4
 BV BND H_25_5
 BV BND H_25_6
 BV BND H_26_0
 BV BND H_26_1
 BV BND H_26_2
 BV BND H_26_3
 BV BND H_26_4
 BV BND H_26_5
 BV BND H_26_6
 BV BND H_27_1
 BV BND H_27_2
 BV BND H_27_3
 BV BND H_27_4
 BV BND H_27_5
 BV BND H_27_6
 BV BND H_28_2
 BV BND H_28_3
 BV BND H_28_4
 BV BND H_28_5
 BV BND H_28_6
 BV BND H_29_3
 BV BND H_29_4
 BV BND H_29_5
 BV BND H_29_6
 BV BND H_30_4
 BV BND H_30_5
 BV BND H_30_6
 BV BND H_31_5
 BV BND H_31_6
 BV BND H_32_6
ENDATA
