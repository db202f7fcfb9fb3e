package io.conpool.benchmarks.idle;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import com.sun.management.OperatingSystemMXBean;
import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.http.H2Request;
import io.conpool.micrometer.ConpoolMetrics;
import io.conpool.pool.PoolConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.internal.PlatformDependent;

/**
 * A process with one client that calls 10,000 endpoints once, waits until they are idle,
 * and says what they cost. Their names all lead to one server. Confined to one thread.
 */
public final class IdleProcess {

	private static final int ENDPOINTS = 10_000;

	// Loads all classes, and fills what does not grow with the number of endpoints
	private static final int FIRST_ENDPOINTS = 500;

	private static final int IN_FLIGHT = 50;

	private static final Duration WATCHED = Duration.ofSeconds(10);

	private final IdleState state;

	private final int port;

	private final H2Client client;

	private IdleProcess(IdleState state, int port) {
		this.state = state;
		this.port = port;
		Duration idleTime = state.isConnected() ? Duration.ofHours(1) : Duration.ofSeconds(1);
		H2ClientBuilder builder = H2Client.builder()
			.pool(PoolConfig.builder().idleTime(idleTime).build())
			.resolver((host) -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress())));
		if (state.isMetered()) {
			ConpoolMetrics metrics = new ConpoolMetrics("bench");
			metrics.bindTo(new SimpleMeterRegistry());
			builder.poolListener(metrics).connectionListener(metrics).callListener(metrics);
		}
		this.client = builder.build();
	}

	/**
	 * Runs the process.
	 * @param args the state, and a URI of the server
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		IdleState state = IdleState.valueOf(args[0]);
		System.out.println(new IdleProcess(state, URI.create(args[1]).getPort()).measure().asLine());
		System.exit(0);
	}

	private IdleCosts measure() throws InterruptedException {
		call(0, FIRST_ENDPOINTS);
		awaitIdle();
		long heap = heapInUse();
		long direct = PlatformDependent.usedDirectMemory();
		call(FIRST_ENDPOINTS, FIRST_ENDPOINTS + ENDPOINTS);
		awaitIdle();
		heap = heapInUse() - heap;
		direct = PlatformDependent.usedDirectMemory() - direct;
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long cpuNanos = system.getProcessCpuTime();
		Thread.sleep(WATCHED.toMillis());
		cpuNanos = system.getProcessCpuTime() - cpuNanos;
		return new IdleCosts(this.state, (double) heap / ENDPOINTS, (double) direct / ENDPOINTS,
				cpuNanos / 1e3 / WATCHED.toSeconds());
	}

	private void call(int from, int to) throws InterruptedException {
		Semaphore free = new Semaphore(IN_FLIGHT);
		for (int i = from; i < to; i++) {
			free.acquire();
			H2Request request = H2Request.get("http://host-" + i + ".example:" + this.port + "/bench").build();
			this.client.sendAsync(request).whenComplete((response, thrown) -> {
				free.release();
				if (thrown != null) {
					// Nothing that is measured afterwards would be true
					thrown.printStackTrace();
					System.exit(1);
				}
			});
		}
		free.acquire(IN_FLIGHT);
	}

	private void awaitIdle() throws InterruptedException {
		while (!isIdle()) {
			Thread.sleep(200);
		}
	}

	private boolean isIdle() {
		return this.client.stats()
			.values()
			.stream()
			.allMatch((stats) -> stats.openStreams() == 0 && stats.draining() == 0
					&& (this.state.isConnected() || stats.serving() == 0));
	}

	private static long heapInUse() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(200);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
