package io.conpool.call;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the line of the application that made a call. Stateless.
 */
final class CallSite {

	private static final List<String> NOT_THE_APPLICATION = List.of("io.conpool.call.", "io.conpool.H2Client",
			"io.conpool.PooledH2Client", "io.conpool.micrometer.", "java.", "jdk.", "org.springframework.", "reactor.");

	private static final StackWalker WALKER = StackWalker.getInstance();

	private CallSite() {
	}

	/**
	 * The innermost frame of the calling thread that is neither ours, nor the JDK's, nor
	 * a framework's.
	 * @return the frame, whose text is made only when it is asked for; null if there is
	 * none
	 */
	static StackWalker.@Nullable StackFrame ofCaller() {
		return WALKER.walk((frames) -> frames.filter((frame) -> isApplication(frame.getClassName())).findFirst())
			.orElse(null);
	}

	private static boolean isApplication(String className) {
		for (String prefix : NOT_THE_APPLICATION) {
			if (className.startsWith(prefix)) {
				return false;
			}
		}
		return true;
	}

}
