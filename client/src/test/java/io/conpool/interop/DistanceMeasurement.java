package io.conpool.interop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import io.conpool.H2Client;
import io.conpool.connection.http2.Http2Config;
import io.conpool.http.H2Request;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.LongWay;

/**
 * How fast a large response comes over a long way, with windows that are fixed and with
 * such that grow: each line shows several downloads that follow each other on one
 * connection. Not a test, since what it prints depends on the machine:
 *
 * <pre>
 * truncate -s 64M DIRECTORY/64m
 * nghttpd --no-tls --htdocs=DIRECTORY 8080 &amp;
 * ./mvnw -q test-compile -pl client
 * java -cp client/target/test-classes:client/target/classes:DEPENDENCIES \
 *   io.conpool.interop.DistanceMeasurement http://localhost:8080/64m 50 125
 * </pre>
 */
final class DistanceMeasurement {

	private static final int DOWNLOADS = 4;

	private static final double MIB = 1 << 20;

	private DistanceMeasurement() {
	}

	/**
	 * Measures.
	 * @param arguments the URI of a file, the round trip in milliseconds, and the
	 * bandwidth in megabytes a second
	 */
	public static void main(String[] arguments) throws IOException {
		URI file = URI.create(arguments[0]);
		Duration delay = Duration.ofMillis(Long.parseLong(arguments[1])).dividedBy(2);
		try (LongWay way = new LongWay(file.getPort(), delay, Long.parseLong(arguments[2]) * 1_000_000)) {
			String uri = "http://localhost:" + way.port() + file.getPath();
			measure(uri, "64 KiB, fixed", Http2Config.builder().initialWindowSize(65_535).adaptiveWindows(false));
			measure(uri, "1 MiB, fixed", Http2Config.builder().adaptiveWindows(false));
			measure(uri, "16 MiB, fixed", Http2Config.builder().initialWindowSize(16 << 20).adaptiveWindows(false));
			measure(uri, "64 KiB, adaptive", Http2Config.builder().initialWindowSize(65_535));
			measure(uri, "1 MiB, adaptive", Http2Config.builder());
		}
	}

	private static void measure(String uri, String name, Http2Config.Builder config) {
		try (H2Client client = H2Client.builder().http2(config.build()).build()) {
			StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-17s", name));
			for (int i = 0; i < DOWNLOADS; i++) {
				line.append(String.format(Locale.ROOT, " %7.1f", download(client, uri)));
			}
			System.out.println(line + " MiB/s");
		}
	}

	private static double download(H2Client client, String uri) {
		H2Request request = H2Request.get(uri).timeout(Duration.ofMinutes(10)).build();
		long start = System.nanoTime();
		try (StreamedResponse response = client.stream(request)) {
			long bytes = response.body().discard().join();
			return bytes / MIB / ((System.nanoTime() - start) / 1e9);
		}
	}

}
