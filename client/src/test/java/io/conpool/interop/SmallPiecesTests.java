package io.conpool.interop;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content that the application has in pieces of 20 bytes, each upload on a new
 * connection. Some servers end a connection for a few short DATA frames: Tomcat does for
 * its "overhead".
 */
@Tag("interop")
class SmallPiecesTests {

	private static final int UPLOADS = 10;

	private static final int PIECE = 20;

	private static final int PIECES = 500;

	private static final int FEW = 10;

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@EnumSource(Peer.class)
	void manyShortBuffersArrive(Peer peer) throws Exception {
		assertArrives(peer, () -> buffers(PIECES), PIECES * PIECE);
	}

	@ParameterizedTest
	@EnumSource(Peer.class)
	void tenShortBuffersArrive(Peer peer) throws Exception {
		assertArrives(peer, () -> buffers(FEW), FEW * PIECE);
	}

	@ParameterizedTest
	@EnumSource(Peer.class)
	void aStreamWithShortReadsArrives(Peer peer) throws Exception {
		assertArrives(peer, () -> RequestBody.inputStream(ShortReads::new, -1), PIECES * PIECE);
	}

	private static RequestBody buffers(int count) {
		List<byte[]> pieces = Collections.nCopies(count, new byte[PIECE]);
		return RequestBody.publisher(BodyPublishers.ofByteArrays(pieces), -1);
	}

	private void assertArrives(Peer peer, Supplier<RequestBody> content, int length) throws Exception {
		Site site = peer.start(this.servers);
		for (int i = 0; i < UPLOADS; i++) {
			try (H2Client client = site.builder().build()) {
				assertThat(client.send(H2Request.post(site.uri(Paths.UPLOAD), content.get()).build()).bodyAsString())
					.isEqualTo(Integer.toString(length));
			}
		}
	}

	/** Hands out one piece at a time, however much is asked for. */
	private static final class ShortReads extends ByteArrayInputStream {

		ShortReads() {
			super(new byte[PIECES * PIECE]);
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return super.read(target, offset, Math.min(length, PIECE));
		}

	}

}
