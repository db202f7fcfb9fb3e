package io.conpool.interop;

import java.io.IOException;
import java.io.InputStream;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content that is streamed both ways, far larger than all windows, by a server that
 * others wrote.
 */
@Tag("interop")
class LargeTransferTests {

	private static final long SIZE = 256L << 20;

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void contentIsStreamedUpAndDownWhole(boolean tls) throws Exception {
		Nghttpd nghttpd = tls ? Nghttpd.tls(100) : Nghttpd.h2c(100);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = this.servers.client(nghttpd);
		H2Request request = H2Request.post(server.uri("/echo"), RequestBody.inputStream(Zeros::new, SIZE)).build();
		try (StreamedResponse response = client.stream(request)) {
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body().discard().get()).isEqualTo(SIZE);
		}
	}

	@Test
	void aReaderThatGivesUpEarlyLeavesTheConnectionToOthers() throws Exception {
		Nghttpd nghttpd = Nghttpd.h2c(100);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = this.servers.client(nghttpd);
		H2Request large = H2Request.post(server.uri("/echo"), RequestBody.inputStream(Zeros::new, SIZE)).build();
		try (StreamedResponse response = client.stream(large); InputStream in = response.body().inputStream()) {
			assertThat(in.readNBytes(1000)).hasSize(1000);
		}
		H2Request small = H2Request.post(server.uri("/echo"), RequestBody.utf8("small")).build();
		assertThat(client.send(small).bodyAsString()).isEqualTo("small");
		assertThat(client.stats().get(small.endpoint()).created()).isOne();
	}

	/** As many zeros as are asked for, without holding them. */
	private static final class Zeros extends InputStream {

		private long left = SIZE;

		@Override
		public int read() throws IOException {
			return (this.left-- > 0) ? 0 : -1;
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (this.left <= 0) {
				return -1;
			}
			int read = (int) Math.min(length, this.left);
			this.left -= read;
			return read;
		}

	}

}
