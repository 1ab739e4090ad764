/**
 * Flags of V8 for processes that compute, with which setting up compiles code as well. After a collection V8 lets a heap of 30 MB grow by 8 before the next, and counts every array
 * outside of the heap and every piece that a socket reads: a process that works on rows marks its whole heap anew each few milliseconds. With this it grows to three
 * times what was left, which V8 itself would take for the most where a heap is large.
 */
export const computingFlags: readonly string[] = ['--heap-growing-percent=200'];
