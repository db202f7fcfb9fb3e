package io.conpool.benchmarks.load;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

import com.sun.management.ThreadMXBean;

/**
 * What newer JDKs can do: this module is compiled for JDK 17, like all others, and run on
 * a newer one. Stateless.
 */
final class NewerJdk {

	private static final MethodHandle totalAllocatedBytes = find((lookup) -> lookup.findVirtual(ThreadMXBean.class,
			"getTotalThreadAllocatedBytes", MethodType.methodType(long.class)));

	private NewerJdk() {
	}

	static long totalAllocatedBytes(ThreadMXBean threads) {
		try {
			return (long) totalAllocatedBytes.invokeExact(threads);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	static ThreadFactory virtualThreads() {
		MethodHandle ofVirtual = find((lookup) -> {
			Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
			return MethodHandles.filterReturnValue(
					lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder)),
					lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class)));
		});
		try {
			return (ThreadFactory) ofVirtual.invokeExact();
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MethodHandle find(Search search) {
		try {
			return search.in(MethodHandles.publicLookup());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Not in JDK " + Runtime.version(), ex);
		}
	}

	private interface Search {

		MethodHandle in(MethodHandles.Lookup lookup) throws ReflectiveOperationException;

	}

}
