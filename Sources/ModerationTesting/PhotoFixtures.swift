import Foundation
import ModerationCore

extension PixelBuffer {
    /// Every byte is `value`; the fake backend reads it as the photo's signal.
    public static func uniform(_ value: UInt8) -> PixelBuffer {
        guard let buffer = PixelBuffer(bytes: [UInt8](repeating: value, count: byteCount)) else {
            preconditionFailure("a buffer of byteCount bytes is a pixel buffer")
        }
        return buffer
    }
}

/// Small JPEGs of noise (64×64, grey). The brightness of their top left corner is what the fake backend takes for the probability
/// of a firearm.
public enum PhotoFixture: String, Sendable, CaseIterable {
    /// Probability about 0.02.
    case innocent
    /// About 0.55: to be reviewed.
    case doubtful
    /// 1: to be blocked.
    case firearm
    /// One grey: its fingerprint is noise.
    case flat

    public var bytes: [UInt8] { [UInt8](Data(base64Encoded: base64) ?? Data()) }

    public var photo: Photo { Photo(content: bytes[...]) }

    /// A file that ends in the middle.
    public var truncated: Photo { Photo(content: bytes.prefix(bytes.count / 3)[...]) }

    private var base64: String {
        switch self {
        case .innocent:
            [
                "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeX",
                "BkeFxlZ2P/wAALCABAAEABAREA/8QAGgAAAwEBAQEAAAAAAAAAAAAABAUGAwcAAf/EACoQAAEEAgIABgEEAwAAAAAAAAEAAgMEBRESIQYTIzFB",
                "YRQVFiJxMlGh/9oACAEBAAA/AIFeVbicfJWdtw0rShlYY4hESOSB8RUJL1VxjG9qLpVH4uwXzDQTyOI5AB8fYC3bk4qHpSHRC56vLo2btx0ZPL",
                "AHaGpU5bDhZBPH3VFXy0TGCF+iR0leaxwybfSGv6W+Dqfpdd0cnZI+VP5rCS3rZljJAK6BJNFYbx2EI9jKYLmkKTzcBvWQ4D5TujwrYstJAOlN",
                "ssc8iRy62mlzKGjGC3tF4u63IxF8h0UDkMl+NKWt7CEiu3onbeHALeTMOkAD3JnjnVpoiXkcknzMloOcyAEs+kirwWhY5lp2msrDIwCb/qFM1i",
                "udVgS36WzPVG5/8vtU2Yu0XVyIg3ajRBLamPl71tExxW6jhyJAVLjMhSkYI5tF5/2nDcVA8eY1o0e0iz+PcW+iNf0gMbLXpxFtoDl9pVkrTJJi",
                "YD/H6TCTES67cVtj2NouJeNoDM5uMy+W0DvpEY3CTTMF0OIaO02/dsdRv451yb0g5/E0bwdj3UlmbxtTbZsD6QcNlzG6dsqpkzsrm9Ar7Vnktu",
                "04EbR48Lx2h5x9x2sreYlxcDqbGnWtJHQoHI3+ch1yKqJvCsPkggjekuk8NxN99LB3htp9gjaOMillAITifGRVWBzBpbU53BnH4WNzFRWSZHN7",
                "SWxEKG3RjWlrj8vNO7i53SzyN+RkwAPyn2Jb58Ac5f/Z",
            ].joined()
        case .doubtful:
            [
                "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeX",
                "BkeFxlZ2P/wAALCABAAEABAREA/8QAGwAAAgMBAQEAAAAAAAAAAAAABQYCAwQAAQf/xAAlEAABBAICAgIDAQEAAAAAAAABAAIDBAUREiEGFBMx",
                "IkFhJHH/2gAIAQEAAD8AuXInhWl1Y/8AEseSxF0rxpCvHT6ORbLJ0AnTOZGLJ1BHCdnSB08LNou4nSskb654uW1cimCk4whp/YUcphTY3LrpKd",
                "ygeRjZ0Vfiqz6kgdKSR/U21MjD8XHQ2h13HG3IXt+ilW/iRXiLgVPxmuyexxeR9r6BWpsgaCwhTu3hHXcz96SLfsyMnc8NOtrC/KSvOgCjeIl+",
                "RoLzooy206Ppo2Es25/bjLGHZKHQVb1OTnGxycsJkJPX/wBJ0dftDbmUa7IBnL8dotPWoz0Q4FpeQhVPEQukJcBpC8y99G01kH1v9Jy8frts0G",
                "vlHaVMTi56M4faB4j72ms5bE8OJDNgJVzuYgDy2sdD+ICxk9qTkze0wYvHZAkcy7ij7oXV4++igV+ETzhxG9FMOJyUVWuGE6WDOZaKxWc2MAH+",
                "JRo4yzdnOnO0Sib/ABKYkOcSVrrUhjtF4+kZo+QwFwiDRtaMjYEsewlyxOGO0VKOtJOOTSVsmxTOPZWRsrMY7Y0rR5G6ToBePse20h3W1bi8RF",
                "7AeXBGsjDDFD+Lh9JamrfLLsd9phxtUNhGwh16y5sZIKTcrde5xG1rwbBMzbkUnPwNPFCJc1PA88XHpQd5BYnIa5xTT48PZjDndo6T8R0F/9k=",
            ].joined()
        case .firearm:
            [
                "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeX",
                "BkeFxlZ2P/wAALCABAAEABAREA/8QAGwAAAgIDAQAAAAAAAAAAAAAABQYDBAECBwD/xAAnEAABBAICAQQCAwEAAAAAAAABAAIDBAUREiEGEyIx",
                "QRRRFTJxYf/aAAgBAQAAPwDoC8lqrk4rLPa7ao5Zhkhdr9JYw7xTyvqP6G0xeSyDNVWxwe4gfSl8UjOIhLZ+v9RK3nq4f/YJhXlznxSq98HJzj",
                "0FLmMo2qXRkpYNj8qbTPklOXilR0buUvY/6s+UWmxv4x9f4l5mPmtDkHHtS1vIX35fTeTo/tRZuuyOPmNbVPG56SlGWN2qeRtPuvLz9rXEMcbQ",
                "6K6Th/ZEOXXSW/MJH+vtgJQmpl54Yw3iUJplzZQWfKvX553xgSb0tKEMUg93yrX8eXO9rekYwtGGKcGQAI/k7sFWECJw3pQ46pDlWl0uitp8NQ",
                "ido8QkbDVD+UOY6TJlMR+TXHot719JXkpTUJtP2BtM2KswPhDXa5LOUjfXgMsfQS1FPZvzcA4ntOuCElOtqQ6OkGzN6Y2HcXHSHYi2JbAaB9rp",
                "GIrtdCC4b6Sr5pXa2b2BLtNkkBEnegrmTzzJqfofelD4o0GyXOH2jmayjavtaEszXvWcXI9VwsdWQPbrYTPjrro28ShOeLbUw5H7UlfDwy0/kb",
                "0ljK4RsL3OChxLzWl01NMWFZlo+ciE3cCytIWjSmw9t9mw1rjsFNs1ZsUHIDvSRvILj4p+j9rOMzMxaG8jpWstKX1C4/KE4Jomse79pvbYdUZx",
                "YdIZasuleSSv/9k=",
            ].joined()
        case .flat:
            [
                "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeX",
                "BkeFxlZ2P/wAALCABAAEABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AAAAAAAAAAAAA",
                "AAAAAAAAAP/Z",
            ].joined()
        }
    }
}
