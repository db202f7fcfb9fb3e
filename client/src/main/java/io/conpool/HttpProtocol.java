package io.conpool;

import java.util.List;

import io.conpool.endpoint.Endpoint.Scheme;
import io.conpool.transport.ApplicationProtocol;

/**
 * Which versions of HTTP a client speaks.
 */
public enum HttpProtocol {

	/**
	 * HTTP/2 alone: https by ALPN, else the server is refused; http by prior knowledge.
	 */
	H2,

	/**
	 * https as ALPN decides, HTTP/2 or else HTTP/1.1, which is also what a server without
	 * ALPN speaks; http is HTTP/2 by prior knowledge.
	 */
	H2C,

	/**
	 * https as ALPN decides, HTTP/2 or else HTTP/1.1, which is also what a server without
	 * ALPN speaks; http is HTTP/1.1.
	 */
	AUTO;

	/** What ALPN offers, the preferred one first. */
	List<String> alpn() {
		return (this == H2) ? List.of(ApplicationProtocol.H2)
				: List.of(ApplicationProtocol.H2, ApplicationProtocol.HTTP_1_1);
	}

	boolean mayBeHttp2(Scheme scheme) {
		return scheme == Scheme.HTTPS || this != AUTO;
	}

	boolean mayBeHttp1(Scheme scheme) {
		return (scheme == Scheme.HTTPS) ? this != H2 : this == AUTO;
	}

}
