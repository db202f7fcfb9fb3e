package io.conpool;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.http.StreamedResponse;
import io.conpool.pool.PoolStats;

/**
 * An HTTP/2 client over a pool of connections. {@code https} URIs use TLS with ALPN,
 * {@code http} URIs HTTP/2 in cleartext by prior knowledge; with another
 * {@link HttpProtocol} than the default, servers that speak HTTP/1.1 alone are served,
 * too. A request that the server cannot have processed (GOAWAY, REFUSED_STREAM, a
 * connection that broke before it was sent) is sent again, whatever its method, and one
 * with an idempotent method also if its HTTP/1.1 connection was stale (RFC 9112 section
 * 9.3.1); any other failure ends the call in one
 * {@link io.conpool.error.H2ClientException H2ClientException}, whose
 * {@link io.conpool.error.H2Error H2Error} says whether the server can have acted. Make
 * one client and keep it. Safe for use by several threads.
 */
public interface H2Client extends AutoCloseable {

	/**
	 * A builder for a client of one's own.
	 * @return a new builder
	 */
	static H2ClientBuilder builder() {
		return new H2ClientBuilder();
	}

	/**
	 * Begins a request.
	 * @param method the method, case-sensitive (RFC 9110 section 9.1)
	 * @param uri absolute http or https URI, or relative to the client's base URI: see
	 * {@link H2ClientBuilder#baseUri}
	 * @return a builder; the client's default headers are added when the request is sent
	 * @throws IllegalArgumentException if the URI cannot be parsed, or is relative and
	 * the client has no base URI
	 */
	H2Request.Builder request(String method, String uri);

	/**
	 * Sends a request and waits for the response; fine on virtual threads. An interrupt
	 * resets the stream and ends the call with
	 * {@link io.conpool.error.H2Error.Cancelled}; the thread's interrupt status stays
	 * set.
	 * @param request what to send
	 * @return the response, whatever its status
	 * @throws io.conpool.error.H2ClientException if there is none by the deadline
	 */
	H2Response send(H2Request request);

	/**
	 * Sends a request without waiting.
	 * @param request what to send
	 * @return completes with the response, whatever its status, or with an
	 * {@link io.conpool.error.H2ClientException H2ClientException}, on a thread of the
	 * client's callback executor, where dependents may block. Cancelling it, or
	 * completing it in any other way, resets the stream
	 */
	CompletableFuture<H2Response> sendAsync(H2Request request);

	/**
	 * Sends a request and waits for the head of the response, whose content is then read
	 * as it arrives. The request timeout bounds the content, too. Compressed content is
	 * decoded as it is read.
	 * @param request what to send
	 * @return the response, whatever its status; it is to be read to its end or closed
	 * @throws io.conpool.error.H2ClientException if there is none by the deadline
	 */
	StreamedResponse stream(H2Request request);

	/**
	 * Sends a request without waiting; in other respects as {@link #stream}.
	 * @param request what to send
	 * @return completes with the response, whatever its status, or with an
	 * {@link io.conpool.error.H2ClientException H2ClientException}, on a thread of the
	 * client's callback executor. Cancelling it before it completes resets the stream
	 */
	CompletableFuture<StreamedResponse> streamAsync(H2Request request);

	/**
	 * Sends a GET request and waits.
	 * @param uri as in {@link #request}
	 * @return as {@link #send}
	 */
	default H2Response get(String uri) {
		return send(request("GET", uri).build());
	}

	/**
	 * Sends a POST request and waits.
	 * @param uri as in {@link #request}
	 * @param body its content
	 * @return as {@link #send}
	 */
	default H2Response post(String uri, RequestBody body) {
		return send(request("POST", uri).body(body).build());
	}

	/**
	 * Sends a PUT request and waits.
	 * @param uri as in {@link #request}
	 * @param body its content
	 * @return as {@link #send}
	 */
	default H2Response put(String uri, RequestBody body) {
		return send(request("PUT", uri).body(body).build());
	}

	/**
	 * Sends a DELETE request and waits.
	 * @param uri as in {@link #request}
	 * @return as {@link #send}
	 */
	default H2Response delete(String uri) {
		return send(request("DELETE", uri).build());
	}

	/**
	 * Makes connections before the first request needs them: as many as the pool is to
	 * keep up ({@link io.conpool.pool.PoolConfig#minConnections()}), or one. From then on
	 * they are dialled again in the background when they are lost.
	 * @param endpoint where to
	 * @return completes on a thread of the client's callback executor when the
	 * connections stand, TLS and SETTINGS included, or with the
	 * {@link io.conpool.error.H2ClientException H2ClientException} of a dial that failed;
	 * if connections are to be kept up the pool goes on trying, and another call waits
	 * for that
	 */
	CompletableFuture<Void> warmUp(Endpoint endpoint);

	/**
	 * The pool's numbers.
	 * @return a snapshot per endpoint that is in use
	 */
	Map<Endpoint, PoolStats> stats();

	/**
	 * Refuses new calls with {@link io.conpool.error.H2Error.ClientClosed}. A client that
	 * was built with its own pool then waits until the calls that run have ended, not
	 * much longer than the drain timeout, and stops its threads.
	 */
	@Override
	void close();

}
