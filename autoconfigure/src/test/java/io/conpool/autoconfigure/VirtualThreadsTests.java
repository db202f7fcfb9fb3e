package io.conpool.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.conpool.H2Client;
import io.conpool.autoconfigure.testsupport.TestServer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many virtual threads that wait in {@link H2Client#send} at once: each lets go of its
 * carrier. The JDK records every time that one does not.
 */
@EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "virtual threads are those of JDK 25")
class VirtualThreadsTests {

	private static final int THREADS = 10_000;

	private static final String PINNED = "jdk.VirtualThreadPinned";

	@TempDir
	private Path recorded;

	@Test
	void aBlockingCallPinsNoCarrier() {
		try (TestServer server = new TestServer()) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class))
				.withPropertyValues("spring.threads.virtual.enabled=true", "conpool.h2.request-timeout=2m",
						"conpool.h2.pool.acquire-timeout=2m", "conpool.h2.pool.max-waiters=20000")
				.run((context) -> {
					H2Client client = context.getBean(H2Client.class);
					// What is loaded and initialized at first use is not what is looked
					// for.
					call(client, server, 100);
					List<RecordedEvent> pinned = recording(() -> call(client, server, THREADS));
					assertThat(pinned).isEmpty();
				});
		}
	}

	private static void call(H2Client client, TestServer server, int threads) {
		ExecutorService perTask = perTask();
		try {
			List<CompletableFuture<String>> calls = IntStream.range(0, threads)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> client.get(server.url("/hello")).bodyAsString(),
						perTask))
				.toList();
			assertThat(calls).allSatisfy((call) -> assertThat(call.join()).isEqualTo("hello"));
		}
		finally {
			perTask.shutdown();
		}
	}

	/** A virtual thread per task, by a method that JDK 17 does not have. */
	private static ExecutorService perTask() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<RecordedEvent> recording(Runnable action) throws IOException {
		Path file = this.recorded.resolve("pinned.jfr");
		try (Recording recording = new Recording()) {
			recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
			recording.start();
			action.run();
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals(PINNED))
			.toList();
	}

}
