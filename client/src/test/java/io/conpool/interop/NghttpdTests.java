package io.conpool.interop;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.call.CallListener;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.HttpConnection;
import io.conpool.http.RequestBody;
import io.conpool.interop.Load.Result;
import io.conpool.pool.Conpool;
import io.conpool.transport.TransportConfig;
import io.conpool.transport.TransportType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * nghttpd, in cleartext and over TLS. The client's TLS is BoringSSL's where the tests run
 * with a netty-tcnative for this system, else the JDK's.
 */
@Tag("interop")
class NghttpdTests {

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@EnumSource(names = { "AUTO", "NIO" })
	void everyGetInCleartextIsAnswered(TransportType transport) throws Exception {
		Nghttpd nghttpd = Nghttpd.h2c(100);
		ServerProcess server = this.servers.start(nghttpd);
		EveryRequest.getIsAnswered(this.servers.client(Servers.builder(nghttpd).transport(with(transport))), server);
	}

	@Test
	void everyPostInCleartextIsAnswered() throws Exception {
		Nghttpd nghttpd = Nghttpd.h2c(100);
		ServerProcess server = this.servers.start(nghttpd);
		EveryRequest.postIsAnswered(this.servers.client(nghttpd), server, "/echo", EveryRequest.POSTED);
	}

	@ParameterizedTest
	@EnumSource(names = { "AUTO", "NIO" })
	void everyGetOverTlsIsAnswered(TransportType transport) throws Exception {
		Nghttpd nghttpd = Nghttpd.tls(100);
		ServerProcess server = this.servers.start(nghttpd);
		EveryRequest.getIsAnswered(this.servers.client(Servers.builder(nghttpd).transport(with(transport))), server);
	}

	@Test
	void everyPostOverTlsIsAnswered() throws Exception {
		Nghttpd nghttpd = Nghttpd.tls(100);
		ServerProcess server = this.servers.start(nghttpd);
		EveryRequest.postIsAnswered(this.servers.client(nghttpd), server, "/echo", EveryRequest.POSTED);
	}

	@Test
	void bodiesLargerThanAllWindowsComeBackWhole() throws Exception {
		Nghttpd nghttpd = Nghttpd.tls(100);
		ServerProcess server = this.servers.start(nghttpd);
		// Twice the window of a stream, and all together twice that of the connection.
		String body = EveryRequest.POSTED.repeat(2 * 1024);
		H2Request request = H2Request.post(server.uri("/echo"), RequestBody.utf8(body)).build();

		Result result = new Load(this.servers.client(nghttpd), request, body).run(16, 16);

		assertThat(result.errors()).isEmpty();
		assertThat(result.answers()).isEqualTo(Map.of(200, 16));
		assertThat(result.wrongBodies()).isZero();
	}

	/**
	 * The client's count is one proof. The server's is the other: it ends a connection
	 * with a stream too many by GOAWAY, or refuses the stream.
	 */
	@Test
	void aConnectionNeverHasMoreStreamsThanTheServerAllows() throws Exception {
		ServerProcess server = this.servers.start(Nghttpd.h2c(2));
		Objections objections = new Objections();
		H2ClientBuilder builder = H2Client.builder().connectionListener(objections).callListener(objections);
		HttpProtocolHandler handler = this.servers.closing(builder.protocolHandler());
		StreamCount streams = new StreamCount(handler);
		Conpool<HttpConnection> pool = this.servers.closing(builder.pool(streams, handler.scheduler()));
		H2Client client = this.servers.closing(builder.client(pool, handler.scheduler()));

		H2Request request = H2Request.get(server.uri("/content.txt")).build();
		Result result = new Load(client, request, ServerProcess.CONTENT).run(5_000, 200);

		assertThat(result.errors()).isEmpty();
		assertThat(result.answers()).isEqualTo(Map.of(200, 5_000));
		assertThat(result.wrongBodies()).isZero();
		assertThat(result.mostInFlight()).isEqualTo(200);
		assertThat(streams.mostLeases()).isEqualTo(2);
		assertThat(streams.mostOpen()).isEqualTo(2);
		assertThat(streams.connections()).isEqualTo(pool.config().maxConnections());
		assertThat(objections.count).hasValue(0);
	}

	private static TransportConfig with(TransportType type) {
		return TransportConfig.builder().type(type).build();
	}

	/** What must not happen where the client keeps the limit. */
	private static final class Objections implements H2ConnectionListener, CallListener {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public void onGoAway(Endpoint endpoint, Http2ErrorCode code) {
			this.count.incrementAndGet();
		}

		@Override
		public void onStreamReset(Endpoint endpoint, Http2ErrorCode code, boolean byPeer) {
			this.count.incrementAndGet();
		}

		@Override
		public void onReplay(Endpoint endpoint, H2Error error) {
			this.count.incrementAndGet();
		}

	}

}
