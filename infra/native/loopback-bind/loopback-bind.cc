// Preloaded into a process, makes what would listen on every interface listen on loopback.
// It leaves every other address alone, and so whoever connects where.
#include <arpa/inet.h>
#include <cstring>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

extern "C" int bind(int socket, const sockaddr *address, socklen_t length) {
  using Bind = int (*)(int, const sockaddr *, socklen_t);
  static const auto next = reinterpret_cast<Bind>(dlsym(RTLD_NEXT, "bind"));
  if (address != nullptr && address->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    if (v4.sin_addr.s_addr == htonl(INADDR_ANY)) v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return next(socket, reinterpret_cast<const sockaddr *>(&v4), sizeof v4);
  }
  if (address != nullptr && address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6;
    std::memcpy(&v6, address, sizeof v6);
    if (IN6_IS_ADDR_UNSPECIFIED(&v6.sin6_addr)) {
      int only = 0;
      socklen_t size = sizeof only;
      getsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &only, &size);
      if (only != 0) {
        v6.sin6_addr = in6addr_loopback;
      } else {
        // Such a socket serves IPv4 too, which is what peers on 127.0.0.1 come by: ::ffff:127.0.0.1.
        inet_pton(AF_INET6, "::ffff:127.0.0.1", &v6.sin6_addr);
      }
    }
    return next(socket, reinterpret_cast<const sockaddr *>(&v6), sizeof v6);
  }
  return next(socket, address, length);
}
