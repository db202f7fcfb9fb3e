package io.conpool.autoconfigure.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.conpool.H2Client;
import io.conpool.autoconfigure.H2ClientRegistry;
import io.conpool.autoconfigure.testsupport.TestServer;
import io.conpool.error.H2ClientException;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One of two instances is stopped while both are under load. What it may have processed
 * of a POST is the only thing that may be lost.
 */
class StoppedInstanceTests {

	private static final int CALLERS = 8;

	private static final int CALLS = 300;

	private final ConcurrentLinkedQueue<H2ClientException> failedPosts = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<H2ClientException> failedGets = new ConcurrentLinkedQueue<>();

	private final AtomicInteger succeeded = new AtomicInteger();

	private final CountDownLatch underLoad = new CountDownLatch(CALLERS * CALLS / 4);

	@Test
	void noRequestFailsThatCanBeSentToTheOtherOneWhenOneSaysGoodbye() {
		stopOne(TestServer::close);
	}

	@Test
	void noRequestFailsThatCanBeSentToTheOtherOneWhenOneIsKilled() {
		stopOne(TestServer::kill);
	}

	private void stopOne(Consumer<TestServer> end) {
		try (TestServer stopped = new TestServer(); TestServer other = new TestServer()) {
			SpringCloud.runner()
				.withPropertyValues("conpool.h2.base-url=lb://orders", "conpool.h2.max-retries=1",
						"spring.cloud.discovery.client.simple.instances.orders[0].uri=" + stopped.endpoint(),
						"spring.cloud.discovery.client.simple.instances.orders[1].uri=" + other.endpoint())
				.run((context) -> {
					H2Client client = context.getBean(H2ClientRegistry.class).client("default");
					load(client, () -> end.accept(stopped));
				});
			assertThat(stopped.requests()).isNotEmpty();
			assertThat(this.failedGets).isEmpty();
			assertThat(this.failedPosts).allSatisfy((ex) -> assertThat(ex.error().isUnprocessed()).isFalse());
			assertThat(this.succeeded).hasValue(CALLERS * CALLS - this.failedPosts.size());
			assertThat(this.failedPosts).hasSizeLessThanOrEqualTo(CALLERS);
		}
	}

	private void load(H2Client client, Runnable end) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				running.add(callers.submit(() -> call(client)));
			}
			assertThat(this.underLoad.await(30, TimeUnit.SECONDS)).isTrue();
			end.run();
			for (Future<?> each : running) {
				each.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			callers.shutdownNow();
		}
	}

	private void call(H2Client client) {
		for (int i = 0; i < CALLS; i++) {
			boolean post = i % 2 == 0;
			try {
				if (post) {
					client.post("/1", RequestBody.utf8("order"));
				}
				else {
					client.get("/1");
				}
				this.succeeded.incrementAndGet();
			}
			catch (H2ClientException ex) {
				(post ? this.failedPosts : this.failedGets).add(ex);
			}
			this.underLoad.countDown();
		}
	}

}
