package io.conpool.interop;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 1 GiB up and 1 GiB down through real servers, every byte compared, in a JVM of 64 MiB
 * heap and 64 MiB direct memory, which the Maven profile {@code endurance} starts. The
 * figures are printed.
 */
@Tag("interop")
@Tag("small-heap")
class HugeTransferTests {

	private static final long SIZE = 1L << 30;

	private static final long MEMORY = 64L << 20;

	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	private static final List<MemoryPoolMXBean> HEAP = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.toList();

	@RegisterExtension
	final Servers servers = new Servers();

	private String name;

	@BeforeEach
	void theHeapIsSmall(TestInfo test) {
		this.name = test.getTestMethod().orElseThrow().getName();
		assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(MEMORY);
		assertThat(PlatformDependent.maxDirectMemory()).isLessThanOrEqualTo(MEMORY);
	}

	@Test
	void nghttpdEchoesWhatItGets() throws Exception {
		Nghttpd nghttpd = Nghttpd.tls(100);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = this.servers.client(nghttpd);
		measure("up and down", () -> {
			H2Request request = H2Request.post(server.uri("/echo"), content()).timeout(TIMEOUT).build();
			try (StreamedResponse response = client.stream(request)) {
				assertThat(response.status()).isEqualTo(200);
				assertContent(response);
			}
		});
	}

	@Test
	void nginxKeepsAndServesWhatItGets() throws Exception {
		Nginx nginx = Nginx.withUploads();
		ServerProcess server = this.servers.start(nginx);
		H2Client client = this.servers.client(nginx);
		URI uri = URI.create(server.uri("/uploads/huge"));
		measure("up", () -> {
			H2Request upload = H2Request.builder("PUT", uri).body(content()).timeout(TIMEOUT).build();
			assertThat(client.send(upload).status()).isEqualTo(201);
		});
		measure("down", () -> {
			try (StreamedResponse response = client.stream(H2Request.builder("GET", uri).timeout(TIMEOUT).build())) {
				assertThat(response.status()).isEqualTo(200);
				assertContent(response);
			}
		});
	}

	private static RequestBody content() {
		return RequestBody.inputStream(() -> new Pattern(SIZE), SIZE);
	}

	private static void assertContent(StreamedResponse response) throws Exception {
		try (InputStream in = response.body().inputStream()) {
			assertThat(Pattern.compared(in)).isEqualTo(SIZE);
		}
	}

	private void measure(String what, Transfer transfer) throws Exception {
		HEAP.forEach(MemoryPoolMXBean::resetPeakUsage);
		long began = System.nanoTime();
		transfer.run();
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
		long peak = HEAP.stream().mapToLong((pool) -> pool.getPeakUsage().getUsed()).sum();
		System.out.printf("%s: %d bytes %s in %.1f s; heap at most %.1f MiB of %d, direct memory %.1f MiB of %d%n",
				this.name, SIZE, what, millis / 1000.0, peak / 1048576.0, Runtime.getRuntime().maxMemory() >> 20,
				PlatformDependent.usedDirectMemory() / 1048576.0, PlatformDependent.maxDirectMemory() >> 20);
	}

	/** What is measured. */
	private interface Transfer {

		void run() throws Exception;

	}

}
