/** A row and its successors are in one quarter, which is the partition: FINAL need not look across. */
export const PER_PARTITION = { do_not_merge_across_partitions_select_final: 1 } as const;
