package io.conpool.call;

import java.util.List;

/**
 * Finds the line of the application that made a call. Stateless.
 */
final class CallSite {

	private static final List<String> NOT_THE_APPLICATION = List.of("io.conpool.call.", "io.conpool.H2Client",
			"io.conpool.PooledH2Client", "java.", "jdk.", "org.springframework.", "reactor.");

	private static final StackWalker WALKER = StackWalker.getInstance();

	private CallSite() {
	}

	/**
	 * The innermost frame of the calling thread that is neither ours, nor the JDK's, nor
	 * a framework's.
	 * @return as in a stack trace
	 */
	static String ofCaller() {
		return WALKER
			.walk((frames) -> frames.filter((frame) -> isApplication(frame.getClassName()))
				.map(StackWalker.StackFrame::toString)
				.findFirst())
			.orElse("an unknown place");
	}

	private static boolean isApplication(String className) {
		return NOT_THE_APPLICATION.stream().noneMatch(className::startsWith);
	}

}
