// The kernels on the CPU, and enough of the CUDA driver, cuBLAS and NVRTC around them for the provider to run, through
// its own bindings, on a machine without a GPU: for tests. "Device" memory is host memory, filled with 0xFF where it is
// allocated; a stream works at once; a captured graph is the list of its calls. CudaEmulator builds the libraries.
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <cstdio>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>
typedef std::function<void()> Work;
typedef std::vector<Work> Graph;
extern "C" void cusp_enqueue(void* work);   // a Work*: run now, or kept by the capture
extern "C" void cusp_note(const char* what);  // a line of the file CUSP_EMULATOR_LOG

// What NVRTC below puts behind the source that it is given, which a C++ compiler then makes a library of.
#ifdef MODULE
template <class... A, std::size_t... I>
static Work work_of(void (*kernel)(A...), void** p, u32 gridX, u32 gridY, u32 width, std::index_sequence<I...>) {
  std::tuple<A...> a(*(A*) p[I]...);
  return [=] {
    cusp_block.gridX = gridX; cusp_block.gridY = gridY; cusp_block.width = width;
    for (cusp_block.y = 0; cusp_block.y < gridY; cusp_block.y++)
      for (cusp_block.x = 0; cusp_block.x < gridX; cusp_block.x++) std::apply(kernel, a);
  };
}
template <class... A>
static Work work_of(void (*kernel)(A...), void** p, u32 gridX, u32 gridY, u32 width) {
  return work_of(kernel, p, gridX, gridY, width, std::index_sequence_for<A...>());
}
#define ENTRY(k) if (std::string(#k) == name) { *work = work_of(k, p, gridX, gridY, width); return true; }
#define TABLE(...)                                                                                               \
  thread_local CuspBlock cusp_block;                                                                             \
  extern "C" bool cusp_work(const char* name, u32 gridX, u32 gridY, u32 width, void** p, Work* work) {           \
    __VA_ARGS__                                                                                                  \
    return false;                                                                                                \
  }
#endif

#ifdef DRIVER
#include <dlfcn.h>
typedef unsigned int u32;
typedef unsigned long long u64;
static Graph* capturing = nullptr;
static const u64 MEMORY = [] { const char* m = std::getenv("CUSP_EMULATOR_MEMORY"); return m ? std::strtoull(m, 0, 10) : 8ull << 30; }();
static u64 used = 0;
typedef bool (*Find)(const char*, u32, u32, u32, void**, Work*);
struct Function { std::string name; Find find; };
enum { INVALID = 1, OUT_OF_MEMORY = 2, CAPTURING = 900 };

extern "C" {
void cusp_note(const char* what) {
  static FILE* log = [] { const char* f = std::getenv("CUSP_EMULATOR_LOG"); return f ? std::fopen(f, "a") : nullptr; }();
  if (log) { std::fprintf(log, "%s%s\n", capturing ? "captured " : "", what); std::fflush(log); }
}
void cusp_enqueue(void* work) { if (capturing) capturing->push_back(*(Work*) work); else (*(Work*) work)(); }
int cuInit(u32) { return 0; }
int cuDriverGetVersion(int* v) { *v = 13000; return 0; }
int cuDeviceGetCount(int* n) { const char* c = std::getenv("CUSP_EMULATOR_CARDS"); *n = c ? std::atoi(c) : 1; return 0; }
int cuDeviceGet(int* d, int) { *d = 0; return 0; }
int cuDeviceGetName(char* name, int n, int) { std::snprintf(name, n, "emulated card"); return 0; }
int cuDeviceGetAttribute(int* v, int which, int) { *v = which == 75 ? 9 : which == 76 ? 0 : which == 16 ? 1 : 0; return 0; }
int cuDevicePrimaryCtxRetain(void** c, int) { *c = (void*) 1; return 0; }
int cuCtxSetCurrent(void*) { return 0; }
int cuMemGetInfo_v2(size_t* free, size_t* total) { *free = MEMORY - used; *total = MEMORY; return 0; }
static std::vector<std::pair<u64, u64>> blocks;
int cuMemAlloc_v2(u64* p, size_t n) {
  cusp_note("allocate");
  if (capturing) return CAPTURING;
  if (used + n > MEMORY) return OUT_OF_MEMORY;
  *p = (u64) std::aligned_alloc(256, (n + 255) / 256 * 256);
  std::memset((void*) *p, 0xFF, n);
  used += n;
  blocks.push_back({*p, n});
  return 0;
}
int cuMemFree_v2(u64 p) {
  cusp_note("free");
  for (auto& b : blocks) if (b.first == p) { used -= b.second; b = blocks.back(); blocks.pop_back(); break; }
  std::free((void*) p);
  return 0;
}
int cuMemHostAlloc(void** p, size_t n, u32) { cusp_note("allocate host"); *p = std::aligned_alloc(256, (n + 255) / 256 * 256); return 0; }
int cuMemFreeHost(void* p) { std::free(p); return 0; }
int cuMemcpyHtoDAsync_v2(u64 d, const void* s, size_t n, void*) {
  cusp_note("copy to device");
  if (capturing) return CAPTURING;
  std::memcpy((void*) d, s, n);
  return 0;
}
int cuMemcpyDtoHAsync_v2(void* d, u64 s, size_t n, void*) {
  cusp_note("copy to host");
  if (capturing) return CAPTURING;
  std::memcpy(d, (void*) s, n);
  return 0;
}
int cuMemcpyDtoDAsync_v2(u64 d, u64 s, size_t n, void*) {
  cusp_note("copy");
  Work work = [=] { std::memmove((void*) d, (void*) s, n); };
  cusp_enqueue(&work);
  return 0;
}
int cuMemsetD8Async(u64 d, unsigned char v, size_t n, void*) {
  cusp_note("set");
  Work work = [=] { std::memset((void*) d, v, n); };
  cusp_enqueue(&work);
  return 0;
}
// An image is the path of a library.
int cuModuleLoadData(void** m, const void* image) {
  *m = dlopen((const char*) image, RTLD_NOW | RTLD_LOCAL);
  if (!*m) std::fprintf(stderr, "emulator: %s\n", dlerror());
  return *m ? 0 : INVALID;
}
int cuModuleUnload(void*) { return 0; }
int cuModuleGetFunction(void** f, void* m, const char* name) {
  *f = new Function{name, (Find) dlsym(m, "cusp_work")};
  return 0;
}
int cuStreamCreate(void** s, u32) { *s = (void*) 2; return 0; }
int cuEventCreate(void** e, u32) { *e = (void*) 4; return 0; }
int cuEventRecord(void*, void*) { return 0; }
int cuStreamWaitEvent(void*, void*, u32) { return 0; }
int cuStreamSynchronize(void*) { cusp_note("wait"); return capturing ? CAPTURING : 0; }
int cuLaunchKernel(void* f, u32 gx, u32 gy, u32 gz, u32 bx, u32 by, u32 bz, u32, void*, void** p, void**) {
  Function* function = (Function*) f;
  Work work;
  if (gz != 1 || by != 1 || bz != 1 || gx < 1 || gy < 1 || gy > 65535 || bx < 1 || bx > 1024) return INVALID;
  if (!function->find(function->name.c_str(), gx, gy, bx, p, &work)) return INVALID;
  cusp_note(("launch " + function->name).c_str());
  cusp_enqueue(&work);
  return 0;
}
int cuStreamBeginCapture_v2(void*, int) { cusp_note("begin capture"); capturing = new Graph(); return 0; }
int cuStreamEndCapture(void*, void** g) { *g = capturing; capturing = nullptr; cusp_note("end capture"); return 0; }
int cuGraphInstantiateWithFlags(void** x, void* g, u64) { *x = new Graph(*(Graph*) g); return 0; }
int cuGraphLaunch(void* x, void*) { cusp_note("replay"); for (Work& w : *(Graph*) x) w(); return 0; }
int cuGraphDestroy(void* g) { delete (Graph*) g; return 0; }
int cuGraphExecDestroy(void* x) { delete (Graph*) x; return 0; }
int cuGetErrorName(int code, const char** name) {
  *name = code == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : code == CAPTURING ? "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED" : "CUDA_ERROR_INVALID_VALUE";
  return 0;
}
}
#endif

#ifdef CUBLAS
template <class T>
static int product(int ta, int tb, int m, int n, int k, const T* alpha, const T* A, int lda, long long sa, const T* B,
                   int ldb, long long sb, const T* beta, T* C, int ldc, long long sc, int batch) {
  T al = *alpha, be = *beta;
  Work work = [=] {
    for (int c = 0; c < batch; c++) for (int j = 0; j < n; j++) for (int i = 0; i < m; i++) {
      T s = 0;
      for (int l = 0; l < k; l++)
        s += A[c * sa + (ta ? (long long) i * lda + l : (long long) l * lda + i)]
             * B[c * sb + (tb ? (long long) l * ldb + j : (long long) j * ldb + l)];
      T* o = C + c * sc + (long long) j * ldc + i;
      *o = be == 0 ? al * s : al * s + be * *o;
    }
  };
  cusp_note("product");
  cusp_enqueue(&work);
  return 0;
}
extern "C" {
int cublasCreate_v2(void** h) { *h = (void*) 3; return 0; }
int cublasDestroy_v2(void*) { return 0; }
int cublasGetVersion_v2(void*, int* v) { *v = 130000; return 0; }
int cublasSetStream_v2(void*, void*) { return 0; }
int cublasSetMathMode(void*, int) { return 0; }
int cublasSetWorkspace_v2(void*, void*, size_t) { return 0; }
int cublasSgemmStridedBatched(void*, int ta, int tb, int m, int n, int k, const float* alpha, const float* A, int lda,
    long long sa, const float* B, int ldb, long long sb, const float* beta, float* C, int ldc, long long sc, int batch) {
  return product(ta, tb, m, n, k, alpha, A, lda, sa, B, ldb, sb, beta, C, ldc, sc, batch);
}
int cublasDgemmStridedBatched(void*, int ta, int tb, int m, int n, int k, const double* alpha, const double* A, int lda,
    long long sa, const double* B, int ldb, long long sb, const double* beta, double* C, int ldc, long long sc, int batch) {
  return product(ta, tb, m, n, k, alpha, A, lda, sa, B, ldb, sb, beta, C, ldc, sc, batch);
}
}
#endif

#ifdef NVRTC
#include <fstream>
#include <regex>
#include <unistd.h>
// "Compiles" by the C++ compiler into a library beside this one; the image is its path.
struct Program { std::string source, image, log; };
static std::string folder() { return std::getenv("CUSP_EMULATOR"); }
static int build(Program* p, const std::string& real) {
  static int count = 0;
  std::string base = folder() + "/module-" + std::to_string(getpid()) + "-" + std::to_string(count++);
  std::ofstream file(base + ".cpp");
  std::string table;
  std::regex kernel("(?:^|\n)KERNEL (\\w+)\\(");
  for (std::sregex_iterator i(p->source.begin(), p->source.end(), kernel), end; i != end; ++i) table += "ENTRY(" + (*i)[1].str() + ") ";
  file << "#include \"prelude.h\"\n#define REAL " << real << "\n"
       << "using std::exp; using std::log; using std::log1p; using std::expm1; using std::erfc;\n"
       << "using std::cos; using std::sin; using std::copysign;\n" << p->source
       << "\n#define MODULE\n#include \"" << folder() << "/emulator.cpp\"\nTABLE(" << table << ")\n";
  file.close();
  std::string command = "g++ -std=c++17 -O1 -march=x86-64-v3 -ffp-contract=off -w -shared -fPIC -o " + base + ".so "
      + base + ".cpp >" + base + ".log 2>&1";
  int failed = std::system(command.c_str());
  std::ifstream log(base + ".log");
  p->log.assign(std::istreambuf_iterator<char>(log), {});
  p->image = base + ".so";
  return failed ? 6 : 0;
}
extern "C" {
int nvrtcVersion(int* major, int* minor) { *major = 13; *minor = 0; return 0; }
int nvrtcCreateProgram(void** p, const char* source, const char*, int, const char* const*, const char* const*) {
  *p = new Program{source};
  return 0;
}
int nvrtcCompileProgram(void* p, int n, const char* const* options) {
  std::string real = "float";
  for (int i = 0; i < n; i++) if (std::string(options[i]) == "-DREAL=double") real = "double";
  return build((Program*) p, real);
}
int nvrtcGetCUBINSize(void* p, size_t* n) { *n = ((Program*) p)->image.size() + 1; return 0; }
int nvrtcGetCUBIN(void* p, char* out) { std::strcpy(out, ((Program*) p)->image.c_str()); return 0; }
int nvrtcGetProgramLogSize(void* p, size_t* n) { *n = ((Program*) p)->log.size() + 1; return 0; }
int nvrtcGetProgramLog(void* p, char* out) { std::strcpy(out, ((Program*) p)->log.c_str()); return 0; }
int nvrtcDestroyProgram(void** p) { delete (Program*) *p; return 0; }
const char* nvrtcGetErrorString(int) { return "emulated error"; }
}
#endif
