#include "textflag.h"

// Each product and each sum is an instruction of its own, in the order of the
// plain Go: nothing is fused, so that both give the same bits.

// TERM adds a·r8 + b·r9 + (c·r10 + d·r11) at an offset to a register.
#define TERM(off, acc) \
	VMULPS off(R8), Y8, Y12; \
	VMULPS off(R9), Y9, Y13; \
	VADDPS Y13, Y12, Y12; \
	VMULPS off(R10), Y10, Y14; \
	VMULPS off(R11), Y11, Y15; \
	VADDPS Y15, Y14, Y14; \
	VADDPS Y14, Y12, Y12; \
	VADDPS Y12, acc, acc

// ONE adds a·r8 at an offset to a register.
#define ONE(off, acc) \
	VMULPS off(R8), Y8, Y12; \
	VADDPS Y12, acc, acc

// ROW is where the row of place k+i begins, at the columns of SI.
#define ROW(i, reg) \
	MOVWLZX (2*i)(R12)(CX*2), reg; \
	IMULQ DX, reg; \
	ADDQ SI, reg

#define ROWS \
	ROW(0, R8); \
	ROW(1, R9); \
	ROW(2, R10); \
	ROW(3, R11); \
	VBROADCASTSS 0(R13)(CX*4), Y8; \
	VBROADCASTSS 4(R13)(CX*4), Y9; \
	VBROADCASTSS 8(R13)(CX*4), Y10; \
	VBROADCASTSS 12(R13)(CX*4), Y11

#define LASTROW \
	ROW(0, R8); \
	VBROADCASTSS 0(R13)(CX*4), Y8

// func combineWide(y, w []float32, at []uint16, value []float32)
// DI y, SI w at the column, DX bytes a row, R12 places, R13 values, BX their
// count, AX columns left, CX k.
TEXT ·combineWide(SB), NOSPLIT, $0-96
	MOVQ y_base+0(FP), DI
	MOVQ y_len+8(FP), AX
	MOVQ w_base+24(FP), SI
	MOVQ at_base+48(FP), R12
	MOVQ at_len+56(FP), BX
	MOVQ value_base+72(FP), R13
	MOVQ AX, DX
	SHLQ $2, DX

block64:
	CMPQ AX, $64
	JLT  block8
	VMOVUPS 0(DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	VMOVUPS 96(DI), Y3
	VMOVUPS 128(DI), Y4
	VMOVUPS 160(DI), Y5
	VMOVUPS 192(DI), Y6
	VMOVUPS 224(DI), Y7
	XORQ CX, CX

four64:
	LEAQ 4(CX), R8
	CMPQ R8, BX
	JGT  one64
	ROWS
	TERM(0, Y0)
	TERM(32, Y1)
	TERM(64, Y2)
	TERM(96, Y3)
	TERM(128, Y4)
	TERM(160, Y5)
	TERM(192, Y6)
	TERM(224, Y7)
	ADDQ $4, CX
	JMP  four64

one64:
	CMPQ CX, BX
	JGE  done64
	LASTROW
	ONE(0, Y0)
	ONE(32, Y1)
	ONE(64, Y2)
	ONE(96, Y3)
	ONE(128, Y4)
	ONE(160, Y5)
	ONE(192, Y6)
	ONE(224, Y7)
	INCQ CX
	JMP  one64

done64:
	VMOVUPS Y0, 0(DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VMOVUPS Y4, 128(DI)
	VMOVUPS Y5, 160(DI)
	VMOVUPS Y6, 192(DI)
	VMOVUPS Y7, 224(DI)
	ADDQ $256, DI
	ADDQ $256, SI
	SUBQ $64, AX
	JMP  block64

block8:
	CMPQ AX, $8
	JLT  done
	VMOVUPS 0(DI), Y0
	XORQ CX, CX

four8:
	LEAQ 4(CX), R8
	CMPQ R8, BX
	JGT  one8
	ROWS
	TERM(0, Y0)
	ADDQ $4, CX
	JMP  four8

one8:
	CMPQ CX, BX
	JGE  done8
	LASTROW
	ONE(0, Y0)
	INCQ CX
	JMP  one8

done8:
	VMOVUPS Y0, 0(DI)
	ADDQ $32, DI
	ADDQ $32, SI
	SUBQ $8, AX
	JMP  block8

done:
	VZEROUPPER
	RET

// func axpyWide(y, x []float32, a float32)
TEXT ·axpyWide(SB), NOSPLIT, $0-52
	MOVQ y_base+0(FP), DI
	MOVQ y_len+8(FP), AX
	MOVQ x_base+24(FP), SI
	VBROADCASTSS a+48(FP), Y1

axpyLoop:
	SUBQ $8, AX
	JLT  axpyDone
	VMULPS (SI), Y1, Y0
	VADDPS (DI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	JMP  axpyLoop

axpyDone:
	VZEROUPPER
	RET

// func add2Wide(y, a, b []float32)
TEXT ·add2Wide(SB), NOSPLIT, $0-72
	MOVQ y_base+0(FP), DI
	MOVQ y_len+8(FP), AX
	MOVQ a_base+24(FP), R8
	MOVQ b_base+48(FP), R9
	XORQ CX, CX

add2Loop:
	SUBQ $8, AX
	JLT  add2Done
	VMOVUPS (R8)(CX*1), Y0
	VADDPS (R9)(CX*1), Y0, Y0
	VADDPS (DI)(CX*1), Y0, Y0
	VMOVUPS Y0, (DI)(CX*1)
	ADDQ $32, CX
	JMP  add2Loop

add2Done:
	VZEROUPPER
	RET

// func add3Wide(y, a, b, c []float32)
TEXT ·add3Wide(SB), NOSPLIT, $0-96
	MOVQ y_base+0(FP), DI
	MOVQ y_len+8(FP), AX
	MOVQ a_base+24(FP), R8
	MOVQ b_base+48(FP), R9
	MOVQ c_base+72(FP), R10
	XORQ CX, CX

add3Loop:
	SUBQ $8, AX
	JLT  add3Done
	VMOVUPS (R8)(CX*1), Y0
	VADDPS (R9)(CX*1), Y0, Y0
	VADDPS (R10)(CX*1), Y0, Y0
	VADDPS (DI)(CX*1), Y0, Y0
	VMOVUPS Y0, (DI)(CX*1)
	ADDQ $32, CX
	JMP  add3Loop

add3Done:
	VZEROUPPER
	RET

// func add4Wide(y, a, b, c, d []float32)
TEXT ·add4Wide(SB), NOSPLIT, $0-120
	MOVQ y_base+0(FP), DI
	MOVQ y_len+8(FP), AX
	MOVQ a_base+24(FP), R8
	MOVQ b_base+48(FP), R9
	MOVQ c_base+72(FP), R10
	MOVQ d_base+96(FP), R11
	XORQ CX, CX

add4Loop:
	SUBQ $8, AX
	JLT  add4Done
	VMOVUPS (R8)(CX*1), Y0
	VADDPS (R9)(CX*1), Y0, Y0
	VMOVUPS (R10)(CX*1), Y1
	VADDPS (R11)(CX*1), Y1, Y1
	VADDPS Y1, Y0, Y0
	VADDPS (DI)(CX*1), Y0, Y0
	VMOVUPS Y0, (DI)(CX*1)
	ADDQ $32, CX
	JMP  add4Loop

add4Done:
	VZEROUPPER
	RET

// func reluWide(x []float32)
TEXT ·reluWide(SB), NOSPLIT, $0-24
	MOVQ x_base+0(FP), DI
	MOVQ x_len+8(FP), AX

reluLoop:
	SUBQ $8, AX
	JLT  reluDone
	VMOVDQU (DI), Y0
	VPSRAD $31, Y0, Y1
	VPANDN Y0, Y1, Y0
	VMOVDQU Y0, (DI)
	ADDQ $32, DI
	JMP  reluLoop

reluDone:
	VZEROUPPER
	RET

// func dotWide(x, y []float32) (a, b, c, d float32)
TEXT ·dotWide(SB), NOSPLIT, $0-64
	MOVQ x_base+0(FP), SI
	MOVQ x_len+8(FP), AX
	MOVQ y_base+24(FP), DI
	VXORPS X0, X0, X0

dotLoop:
	SUBQ $4, AX
	JLT  dotDone
	VMOVUPS (SI), X1
	VMULPS (DI), X1, X1
	VADDPS X1, X0, X0
	ADDQ $16, SI
	ADDQ $16, DI
	JMP  dotLoop

dotDone:
	VMOVUPS X0, a+48(FP)
	RET

DATA half<>+0(SB)/4, $0.5
GLOBL half<>(SB), RODATA|NOPTR, $4
DATA unit<>+0(SB)/4, $1.0
GLOBL unit<>(SB), RODATA|NOPTR, $4

// func recurWide(h, before, gate, value []float32)
// h = b + (0.5 + 0.5·(g/(1+|g|)))·(v − b)
TEXT ·recurWide(SB), NOSPLIT, $0-96
	MOVQ h_base+0(FP), DI
	MOVQ h_len+8(FP), AX
	MOVQ before_base+24(FP), R8
	MOVQ gate_base+48(FP), R9
	MOVQ value_base+72(FP), R10
	VBROADCASTSS half<>(SB), Y5
	VBROADCASTSS unit<>(SB), Y6
	VPCMPEQD Y7, Y7, Y7
	VPSRLD $1, Y7, Y7
	XORQ CX, CX

recurLoop:
	SUBQ $8, AX
	JLT  recurDone
	VMOVUPS (R9)(CX*1), Y0
	VANDPS Y7, Y0, Y1
	VADDPS Y1, Y6, Y1
	VDIVPS Y1, Y0, Y0
	VMULPS Y0, Y5, Y0
	VADDPS Y0, Y5, Y0
	VMOVUPS (R8)(CX*1), Y2
	VMOVUPS (R10)(CX*1), Y3
	VSUBPS Y2, Y3, Y3
	VMULPS Y3, Y0, Y0
	VADDPS Y0, Y2, Y0
	VMOVUPS Y0, (DI)(CX*1)
	ADDQ $32, CX
	JMP  recurLoop

recurDone:
	VZEROUPPER
	RET

// func addRowsWide(sum []int32, w []int16, at []uint32, b0, b1, b2 int)
TEXT ·addRowsWide(SB), NOSPLIT, $0-96
	MOVQ sum_base+0(FP), DI
	MOVQ w_base+24(FP), SI
	MOVQ at_base+48(FP), R12
	MOVQ at_len+56(FP), BX
	MOVQ b0+72(FP), R8
	MOVQ b1+80(FP), R9
	MOVQ b2+88(FP), R10
	VMOVDQU (DI)(R8*4), Y0
	VMOVDQU (DI)(R9*4), Y1
	VMOVDQU (DI)(R10*4), Y2
	LEAQ (SI)(R8*2), R13
	LEAQ (SI)(R9*2), DX
	LEAQ (SI)(R10*2), SI

rowsLoop:
	SUBQ $1, BX
	JLT  rowsDone
	MOVLQZX (R12), CX
	VPMOVSXWD (R13)(CX*2), Y3
	VPMOVSXWD (DX)(CX*2), Y4
	VPMOVSXWD (SI)(CX*2), Y5
	VPADDD Y3, Y0, Y0
	VPADDD Y4, Y1, Y1
	VPADDD Y5, Y2, Y2
	ADDQ $4, R12
	JMP  rowsLoop

rowsDone:
	VMOVDQU Y0, (DI)(R8*4)
	VMOVDQU Y1, (DI)(R9*4)
	VMOVDQU Y2, (DI)(R10*4)
	VZEROUPPER
	RET
