package io.conpool.http;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.conpool.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Which request follows a redirect (RFC 9110 section 15.4). Stateless.
 */
public final class Redirection {

	// RFC 9110 section 15.4: what speaks of the content goes with it. So does what
	// belongs to how it is sent.
	private static final Set<String> OF_THE_CONTENT = Set.of("digest", "last-modified", "expect", "trailer");

	private static final Set<String> OF_THE_ORIGIN = Set.of("authorization", "proxy-authorization", "cookie");

	private Redirection() {
	}

	/**
	 * The request that follows. Fields that carry credentials are not in it if it goes to
	 * another origin, nor fields that speak of the content if that is not.
	 * @param request the request that was sent, its endpoint where it was sent to
	 * @param status the response's status
	 * @param headers the response's fields
	 * @return the request; null where the response is not followed: it is not one of 301,
	 * 302, 303, 307 and 308, names no http or https URI, leads from https to http, or
	 * asks for content that cannot be sent a second time
	 */
	public static @Nullable H2Request after(H2Request request, int status, HttpHeaders headers) {
		String method = method(request.method(), status);
		URI target = target(request, headers);
		if (method == null || target == null) {
			return null;
		}
		boolean keepsContent = status != 303 && method.equals(request.method());
		if (keepsContent && !request.body().isReplayable()) {
			return null;
		}
		try {
			return follow(request, method, target, keepsContent);
		}
		catch (IllegalArgumentException ex) {
			// A scheme that is not ours, or user information.
			return null;
		}
	}

	private static @Nullable String method(String method, int status) {
		return switch (status) {
			// For historical reasons, and as everybody does.
			case 301, 302 -> method.equals("POST") ? "GET" : method;
			case 303 -> method.equals("HEAD") ? "HEAD" : "GET";
			case 307, 308 -> method;
			default -> null;
		};
	}

	private static @Nullable URI target(H2Request request, HttpHeaders headers) {
		List<String> locations = headers.all("location");
		return (locations.size() == 1) ? RedirectTarget.of(request.uri(), locations.get(0)) : null;
	}

	private static @Nullable H2Request follow(H2Request request, String method, URI target, boolean keepsContent) {
		Endpoint named = Endpoint.of(request.uri());
		Endpoint next = Endpoint.of(target);
		// A request for a service may be answered with the name of the instance.
		boolean sameOrigin = next.equals(named) || next.equals(request.endpoint());
		if (!sameOrigin && isInsecure(next) && !(isInsecure(named) && isInsecure(request.endpoint()))) {
			return null;
		}
		Predicate<String> dropped = (name) -> (!sameOrigin && OF_THE_ORIGIN.contains(name))
				|| (!keepsContent && (name.startsWith("content-") || OF_THE_CONTENT.contains(name)));
		return request.redirectedTo(method, target, without(request.headers(), dropped), keepsContent);
	}

	private static boolean isInsecure(Endpoint endpoint) {
		return endpoint.scheme() == Endpoint.Scheme.HTTP;
	}

	private static HttpHeaders without(HttpHeaders headers, Predicate<String> dropped) {
		HttpHeaders.Builder kept = HttpHeaders.builder();
		headers.forEach((name, value) -> {
			if (!dropped.test(name)) {
				kept.add(name, value);
			}
		});
		return kept.build();
	}

}
