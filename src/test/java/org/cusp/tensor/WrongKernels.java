package org.cusp.tensor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** The SIMD kernels but for one of them. */
public record WrongKernels(String kernel, Instead instead) implements KernelProvider {
  private static final KernelProvider SIMD = KernelProvider.named("simd");

  /** What is done in place of it. */
  public interface Instead {
    Object of(Kernels right, Method method, Object[] arguments) throws Throwable;
  }

  @Override
  public String id() {
    return "wrong";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public Memory memory() {
    return SIMD.memory();
  }

  @Override
  public boolean prefersWidePasses() {
    return false;
  }

  @Override
  public Kernels create() {
    Kernels right = SIMD.create();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) ->
                method.getName().equals(kernel)
                    ? instead.of(right, method, arguments)
                    : invoke(right, method, arguments));
  }

  static Object invoke(Kernels right, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(right, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
