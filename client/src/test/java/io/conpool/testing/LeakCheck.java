package io.conpool.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Makes a leaked buffer fail the test class after which it was found. Registered for
 * every test of this module.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

	private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

	private static final AppenderBase<ILoggingEvent> APPENDER = new AppenderBase<>() {
		@Override
		protected void append(ILoggingEvent event) {
			if (event.getFormattedMessage().contains("LEAK")) {
				LEAKS.add(event.getFormattedMessage());
			}
		}
	};

	@Override
	public void beforeAll(ExtensionContext context) {
		Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
		if (!APPENDER.isStarted()) {
			APPENDER.setContext(logger.getLoggerContext());
			APPENDER.start();
			logger.addAppender(APPENDER);
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		// Leaks are found when garbage is collected and the next buffer is allocated.
		System.gc();
		io.netty.buffer.ByteBufAllocator.DEFAULT.buffer(1).release();
		if (!LEAKS.isEmpty()) {
			throw new AssertionError("leaked: " + LEAKS);
		}
	}

}
