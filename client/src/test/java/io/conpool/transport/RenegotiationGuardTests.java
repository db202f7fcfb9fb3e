package io.conpool.transport;

import java.util.HexFormat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * RFC 9113 section 9.2.1: no renegotiation. A record is its type, 0303, its length and as
 * many bytes.
 */
class RenegotiationGuardTests {

	// Handshake, ChangeCipherSpec, Finished, a record of a length above 255.
	private static final String OPENING = "1603030003161616 140303000101 16030300021616" + "1703030102"
			+ "16".repeat(258);

	private final EmbeddedChannel channel = new EmbeddedChannel(new RenegotiationGuard());

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "TLS 1.2, ''", "application data and an alert, 170303000116 150303000216 16",
			"an empty record, 1703030000 170303000116", "TLS 1.3 with two dummies, 140303000101 140303000101" })
	void whatBelongsToAConnectionPasses(String name, String more) {
		byte[] bytes = bytes(OPENING + more);
		for (byte value : bytes) {
			this.channel.writeInbound(Unpooled.wrappedBuffer(new byte[] { value }));
		}
		assertThat(this.channel.inboundMessages()).hasSize(bytes.length);
		this.channel.writeInbound(Unpooled.wrappedBuffer(bytes("1703030001")));
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.releaseInbound();
	}

	@Test
	void aHandshakeRecordBehindFinishedIsRefusedAndNotPassedOn() {
		this.channel.writeInbound(Unpooled.wrappedBuffer(bytes(OPENING)));
		this.channel.releaseInbound();
		ByteBuf renegotiation = Unpooled.copiedBuffer(bytes("170303000100" + "160303000400000000"));
		assertThatExceptionOfType(Http2Exception.class).isThrownBy(() -> this.channel.writeInbound(renegotiation));
		assertThat(renegotiation.refCnt()).isZero();
		assertThat(this.channel.inboundMessages()).isEmpty();
		assertThat(this.channel.isOpen()).isFalse();
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

}
