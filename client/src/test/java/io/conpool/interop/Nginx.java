package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * nginx. It answers a POST to {@code /length} with the content-length that it saw.
 *
 * @param certificate null for cleartext
 * @param http2 whether it offers HTTP/2, or HTTP/1.1 alone
 * @param keepaliveRequests after how many requests it ends a connection; its own default
 * is 1,000
 * @param locations what it does besides, as lines of its configuration
 * @param master whether it has worker processes, which a reload replaces
 */
record Nginx(@Nullable TestCertificate certificate, boolean http2, int keepaliveRequests, String locations,
		boolean master) implements ServerSpec {

	static final int DEFAULT_KEEPALIVE_REQUESTS = 1_000;

	private static final String UPLOADS = """
			location /uploads/ {
				dav_methods PUT;
				create_full_put_path on;
				client_max_body_size 0;
			}
			""";

	private static final String PROXY = """
			location / {
				proxy_pass http://127.0.0.1:%d;
				proxy_http_version 1.1;
				client_max_body_size 0;
			}
			location /files/ {
			}
			""";

	static Nginx http2(int keepaliveRequests) {
		return new Nginx(TestCertificate.ofThisHost(), true, keepaliveRequests, "", false);
	}

	static Nginx http2(TestCertificate certificate) {
		return new Nginx(certificate, true, DEFAULT_KEEPALIVE_REQUESTS, "", false);
	}

	/** As a server that knows HTTP/1.1 alone, over TLS or, without a certificate, not. */
	static Nginx http1(@Nullable TestCertificate certificate) {
		return new Nginx(certificate, false, DEFAULT_KEEPALIVE_REQUESTS, "", false);
	}

	/** With its DAV module, without which the test is skipped. */
	static Nginx withUploads() {
		if (!Programs.output(Programs.require("nginx"), "-V").contains("http_dav_module")) {
			throw Programs.skip("nginx is built without its DAV module");
		}
		return new Nginx(TestCertificate.ofThisHost(), true, DEFAULT_KEEPALIVE_REQUESTS, UPLOADS, false);
	}

	/** As a proxy, with its defaults but for the size of uploads. */
	static Nginx before(Backend backend) {
		return new Nginx(TestCertificate.ofThisHost(), true, DEFAULT_KEEPALIVE_REQUESTS,
				PROXY.formatted(backend.port()), true);
	}

	@Override
	public String[] programs() {
		return new String[] { "nginx" };
	}

	@Override
	public List<String> configure(Path program, Path directory, int port) throws IOException {
		// A single process, if that will do, needs no second user where root runs it.
		String configuration = """
				daemon off;
				master_process %s;
				pid nginx.pid;
				error_log stderr;
				events {
					worker_connections 8192;
				}
				http {
					access_log off;
					client_body_temp_path tmp-body;
					proxy_temp_path tmp-proxy;
					fastcgi_temp_path tmp-fastcgi;
					uwsgi_temp_path tmp-uwsgi;
					scgi_temp_path tmp-scgi;
					keepalive_requests %d;
					server {
						listen 127.0.0.1:%d%s;
				%s
						root htdocs;
						location = /length {
							return 200 $content_length;
						}
				%s
					}
				}
				""".formatted(this.master ? "on" : "off", this.keepaliveRequests, port, listenOptions(),
				certificateLines(directory), this.locations);
		Path file = Files.writeString(directory.resolve("nginx.conf"), configuration);
		return List.of(program.toString(), "-p", directory + "/", "-c", file.toString());
	}

	@Override
	public List<String> reload(Path program, Path directory) {
		return List.of(program.toString(), "-p", directory + "/", "-c", directory.resolve("nginx.conf").toString(),
				"-s", "reload");
	}

	private String listenOptions() {
		// The directive "http2 on" came later and is not known to the versions of most
		// distributions.
		return ((this.certificate != null) ? " ssl" : "") + (this.http2 ? " http2" : "");
	}

	private String certificateLines(Path directory) throws IOException {
		return (this.certificate == null) ? "" : "\t\tssl_certificate \"%s\";\n\t\tssl_certificate_key \"%s\";"
			.formatted(this.certificate.writeCertificate(directory), this.certificate.writeKey(directory));
	}

}
