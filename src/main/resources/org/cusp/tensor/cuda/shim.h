// What kernels.cu needs from its compiler. Under NVRTC: CUDA. Under a C++ compiler the same source runs on the CPU, block
// after block, and inside a block phase after phase. For that a kernel keeps three rules:
//   1. work of the threads of a block stands in THREADS(t) { ... } sections, t the thread's number;
//   2. what one section leaves for the next lies in SHARED memory, with SYNC between them: no other state of a thread;
//   3. no atomics, no warp intrinsics, no order between blocks: so results do not depend on the schedule.
// Every operation rounds once: NVRTC is told --fmad=false, a C++ compiler -ffp-contract=off. REAL is float or double.
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

#if defined(__CUDACC__) || defined(__CUDACC_RTC__)
#define KERNEL extern "C" __global__ void
#define FN static __device__ __forceinline__
#define SHARED __shared__
#define THREADS(t) for (u32 t = threadIdx.x, once_ = 1; once_; once_ = 0)
#define SYNC __syncthreads()
#define BLOCK_X blockIdx.x
#define BLOCK_Y blockIdx.y
#define GRID_X gridDim.x
#define WIDTH blockDim.x
FN float bits_to_float(u32 x) { return __uint_as_float(x); }
FN u32 float_to_bits(float x) { return __float_as_uint(x); }
FN float fma_(float a, float b, float c) { return __fmaf_rn(a, b, c); }
FN float sqrt_(float a) { return __fsqrt_rn(a); }
FN double sqrt_(double a) { return __dsqrt_rn(a); }
#else
struct CuspBlock { u32 x, y, gridX, gridY, width; };
extern thread_local CuspBlock cusp_block;
#define KERNEL static void
#define FN static inline
#define SHARED static thread_local
#define THREADS(t) for (u32 t = 0; t < cusp_block.width; ++t)
#define SYNC
#define BLOCK_X cusp_block.x
#define BLOCK_Y cusp_block.y
#define GRID_X cusp_block.gridX
#define WIDTH cusp_block.width
FN float bits_to_float(u32 x) { float f; __builtin_memcpy(&f, &x, 4); return f; }
FN u32 float_to_bits(float x) { u32 u; __builtin_memcpy(&u, &x, 4); return u; }
FN float fma_(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
FN float sqrt_(float a) { return __builtin_sqrtf(a); }
FN double sqrt_(double a) { return __builtin_sqrt(a); }
#endif

// As Math.min and Math.max of Java where an operand is NaN; the sign of 0 is left open.
FN float least(float a, float b) { return a != a || a < b ? a : b; }
FN float most(float a, float b) { return a != a || a > b ? a : b; }
FN double least(double a, double b) { return a != a || a < b ? a : b; }
FN double most(double a, double b) { return a != a || a > b ? a : b; }
